import { commandName } from '../../codec/kinds/command-name.js'
import { struct, type StructOf } from '../../codec/kinds/struct.js'
import type { Type } from '../../codec/type.js'

const fields = {
  /** The requested command, such as `/blob/add`. A command includes the commands below it, so `/` requests all commands. */
  cmd: commandName,
}

/** A capability that an agent requests. */
export interface CapabilityRequest extends StructOf<typeof fields> {}

/** A capability that an agent requests. */
export const CapabilityRequest: Type<CapabilityRequest> = /* @__PURE__ */ struct(
  'access.CapabilityRequest',
  fields,
)
