/** The time range is empty, or has a time that is not positive. */
export const InvalidRange = 'InvalidRange'

/** The window is not a positive number of seconds, or is longer than the service supports. */
export const InvalidWindow = 'InvalidWindow'

/** The range has too many windows. Request longer windows or a shorter range. */
export const TooManySamples = 'TooManySamples'

/** The space changed while it was measured. Repeat the command. */
export const UsageUnstable = 'UsageUnstable'

/** The range has too many changes. Request a shorter range. */
export const RangeTooBusy = 'RangeTooBusy'
