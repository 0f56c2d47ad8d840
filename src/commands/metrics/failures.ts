/** The time range is empty, or not of positive times. */
export const InvalidRange = 'InvalidRange'

/** The window is not a positive number of seconds. */
export const InvalidWindow = 'InvalidWindow'

/** The range has too many windows. Ask for longer windows, or for a shorter range. */
export const TooManySamples = 'TooManySamples'

/** The space was written to while it was measured. The command may be repeated. */
export const UsageUnstable = 'UsageUnstable'

/** The range has too many changes. Ask for a shorter range. */
export const RangeTooBusy = 'RangeTooBusy'
