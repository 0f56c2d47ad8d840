/**
 * Options of playwright-core's `launch` for a headless Chromium: the executable in the
 * environment variable `CHROMIUM`, or by default the one that Debian installs. The last
 * three arguments disable background requests of the browser, such as those for updates.
 */
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
