/** Runs in the page. Returns the texts whose contrast ratio (WCAG 2) is below 4.5. */
export function lowContrastTexts(): string[] {
  const channels = (colour: string) => colour.match(/[\d.]+/g)!.map(Number)
  const luminance = (colour: string) => {
    const [r, g, b] = channels(colour).map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const backgroundOf = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return channels(backgroundColor)[3] === 0
      ? backgroundOf(element.parentElement)
      : backgroundColor
  }
  const lowContrast: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement!
    if (walker.currentNode.textContent!.trim() === '' || parent.closest('option, script')) continue
    const [a, b] = [luminance(getComputedStyle(parent).color), luminance(backgroundOf(parent))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) lowContrast.push(`${contrast.toFixed(2)} ${parent.outerHTML.slice(0, 80)}`)
  }
  return lowContrast
}
