/**
 * Returns the contrast ratio (WCAG 2) of each text with a ratio below 4.5, and the
 * start of its element's HTML. Skips the texts of options and scripts. Ignores background
 * images, `opacity` and the alpha of text colors. Runs in the page.
 */
export function lowContrastTexts(): string[] {
  const channels = (color: string) => color.match(/[\d.]+/g)!.map(Number)
  const luminance = (color: readonly number[]) => {
    const [r, g, b] = color.map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const backgroundOf = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255]
    const [r, g, b, alpha = 1] = channels(getComputedStyle(element).backgroundColor)
    const under = alpha < 1 ? backgroundOf(element.parentElement) : [0, 0, 0]
    return [r!, g!, b!].map((value, i) => alpha * value + (1 - alpha) * under[i]!)
  }
  const lowContrast: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement!
    if (walker.currentNode.textContent!.trim() === '' || parent.closest('option, script')) continue
    const [a, b] = [
      luminance(channels(getComputedStyle(parent).color).slice(0, 3)),
      luminance(backgroundOf(parent)),
    ]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) lowContrast.push(`${contrast.toFixed(2)} ${parent.outerHTML.slice(0, 80)}`)
  }
  return lowContrast
}
