/**
 * What a mail that did not arrive says of its address: `hard`, it does not exist; `soft`, not now (full, away, greylisted for too long);
 * `policy`, this mail was not wanted for what it is or where it came from, which is no fault of the reader's; `complaint`, the reader
 * called it spam; `delayed`, it is still being tried.
 */
export const FAILURE_KINDS = ['hard', 'soft', 'policy', 'complaint', 'delayed'] as const
export type FailureKind = (typeof FAILURE_KINDS)[number]

/** Where we know of it from: the answer of a server while sending, or a report that came by mail. */
export type FailureSource = 'sending' | 'report'

/** `complained`: the reader called mail from here spam, and only the reader takes that back. */
export type AddressState = 'good' | 'warned' | 'paused' | 'complained'
