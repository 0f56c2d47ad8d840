import { parseAddress, tools, type Address, type Tool } from './address.js'
import { showArguments, startArgumentsView } from './arguments-view.js'
import { commandCards } from './commands.js'
import { byId } from './element.js'
import { showExample, showInspected, startInspectView } from './inspect-view.js'
import { showPolicy, startPolicyView } from './policy-view.js'

const RESULT_IDS: Readonly<Record<Tool, string>> = {
  inspect: 'results',
  policy: 'policy-results',
  arguments: 'arguments-results',
  commands: 'command-list',
}

function openTool(tool: Tool): void {
  const focused = document.activeElement
  for (const name of tools) byId(name, HTMLElement).hidden = name !== tool
  for (const link of document.querySelectorAll('#tools a')) {
    const isCurrent = link.getAttribute('href') === `#${tool}`
    if (isCurrent) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  byId('skip', HTMLAnchorElement).setAttribute('href', `#${RESULT_IDS[tool]}`)
  // The focus was in a section that is hidden now.
  if (focused !== null && focused !== document.body && focused.closest('[hidden]') !== null) {
    byId(tool, HTMLElement).focus()
    scrollTo(0, 0)
  }
}

function openAddress(address: Address | undefined): void {
  if (address === undefined) return
  const { tool, inputs } = address
  openTool(tool)
  // A link without inputs keeps what was entered in the tool.
  if (Object.keys(inputs).length === 0) return
  if (tool === 'inspect') showInspected(inputs)
  if (tool === 'policy') showPolicy(inputs)
  if (tool === 'arguments') showArguments(inputs)
}

function start(): void {
  startInspectView()
  startPolicyView()
  startArgumentsView()
  byId('command-list', HTMLElement).append(
    ...commandCards((name) => {
      location.hash = '#inspect'
      openTool('inspect')
      showExample(name)
    }),
  )
  addEventListener('hashchange', () => openAddress(parseAddress(location.hash)))
  openTool('inspect')
  openAddress(parseAddress(location.hash))
}

if (isSecureContext) start()
else {
  byId('verdict', HTMLElement).textContent =
    'This page needs HTTPS: without it, browsers provide no hash functions.'
}
