import { formatAddress, type Address } from './address.js'

/**
 * Puts the address into the URL of the page, and copies the URL if the browser allows it.
 * Returns a message for the user, with a warning if the input contains something sensitive.
 */
export async function copyLink(
  address: Address,
  options: { contents?: string; sensitive?: 'keys' | 'tokens' | undefined } = {},
): Promise<string> {
  const { contents = 'the input', sensitive } = options
  const url = new URL(location.href)
  url.hash = formatAddress(address)
  history.replaceState(null, '', url)
  const done = (await copy(url.href)) ? 'Copied. ' : ''
  const warning =
    sensitive === undefined
      ? ''
      : ` The input contains ${sensitive}: share the link only with people who may have them.`
  return `${done}The address of this page now contains ${contents}.${warning}`
}

/** Copies text to the clipboard. Returns whether the browser allowed it. */
export async function copy(text: string): Promise<boolean> {
  const copied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  return copied ?? false
}
