import { FULL_ELSEWHERE, GONE_ELSEWHERE } from './phrases.ts'

/** What a server's words and codes say of the address that was written to. */
export type Cause = 'hard' | 'soft' | 'policy'

/**
 * What a mail that may be a report says. `hard`: the mailbox does not exist; `soft`: not now; `policy`: refused for what the mail was or
 * where it came from; `complaint`: its reader called it spam; `delayed`, `delivered`: still tried, arrived; `auto-reply`: an answering
 * machine's, `recipients` being who is away; `not-a-bounce`: anything else, also a notice of which we cannot be sure.
 */
export interface ReturnedMail {
  readonly kind: Cause | 'complaint' | 'delayed' | 'delivered' | 'auto-reply' | 'not-a-bounce'
  /** Whom the mail was for, best known first; after a forwarding the address written to comes before the one it ended at. */
  readonly recipients: readonly string[]
  readonly status: string | undefined
  /** What the server said, as it was given; at most 1,000 characters. */
  readonly diagnostic: string
  /** Of the mail that came back: the one address in its To, and its Message-ID without brackets. */
  readonly returned: { readonly to: string | undefined; readonly messageId: string | undefined }
}

/** What a mail says; what came back with it is told for all kinds alike. */
export type Said = Omit<ReturnedMail, 'returned'>

/**
 * Where a mail was refused for what it is, or for where it comes from: nobody's mailbox is the worse for it. Each stands in answers of
 * large systems in use; codes first (RFC 3463 and 7372), for words differ.
 */
const POLICY_CODES = /\b[45]\.(?:7\.\d{1,3}|1\.[78]|6\.\d{1,3}|3\.4|2\.3|4\.6|5\.[1-4])\b/u
const POLICY_WORDS =
  /spam|\bdmarc\b|\bspf\b|\bdkim\b|sender (?:address |domain |policy |id )?(?:rejected|verif|not |denied)|sender was rejected|black.?list|block.?list|\bblocked\b|\brbl\b|dnsbl|reputation|rate.?limit|too many (?:messages|connections|errors|recipients|mails)|throttl|content (?:rejected|filter)|virus|malware|phish|banned (?:sending|content|file)|reverse dns|\brdns\b|\bptr\b|hop count|mail loop|too many hops|\bloop\b|message (?:too (?:large|big|long)|size exceeds|length exceeds)|(?:size|length) (?:limit )?exceeds|line (?:length|too long)|line limit|access denied|policy|unsolicited|not authenticated|authentication (?:required|checks)|relay(?:ing)? (?:access )?(?:denied|not)|client host|greylist|poor reputation|invalid ip|mail rejet|open relay|unusual rate|tls required|smtp authentication|unauthenticated|not verified|mismatch|\bat a rate\b|network not allowed|frequency limit|protocol violation|senders? not allowed|requested that no|encryption (?:required|needed)/iu

const GONE_CODES = /\b5\.(?:1\.[0-346]|1\.10|2\.1|4\.4)\b/u
const GONE_WORDS =
  /user (?:is )?unknown|unknown (?:user|recipient|local|account|or illegal user|address)|no such (?:user|mailbox|account|recipient|address|person|local)|(?:user|recipient|mailbox|account|address|email address|group you tried to contact)[^.\n]{0,60}(?:not found|not exist|n't exist|couldn't be found|may not exist|is not recognized|possibly incorrect|disabled|inactive|closed|unavailable|invalid|not known|not listed|is not local)|(?:does not|doesn'?t) (?:exist|have an account)|invalid (?:recipient|mailbox|address|user)|(?:host|domain)(?: name)?[^.\n]{0,30}(?:unknown|not found|not exist)|host unknown|unknown host|unrouteable|unroutable|bad destination|no mailbox here|no mailbox found|no mail ?box available|not listed in|no such (?:domain|host)|no mx record|name or service not known|bad_recipient|invalid final delivery userid|not a(?:n active| known) (?:user|address|recipient|mailbox)|couldn'?t find (?:any host|a mail exchanger)|user doesn'?t|illegal user|not a valid (?:mailbox|recipient)|recipnotfound|nicht (?:vorhanden|gefunden)|no existe|n'existe pas|inconnu|malformed address|could not find a gateway|no longer (?:valid|available|active|works|on server)|has moved|mailbox is frozen|account (?:has been |is )?(?:disabled|suspended|deleted|terminated)/iu
/** Said of nothing but a mailbox: no other trouble is called so, whichever code stands before it. */
const SURELY_GONE = /user unknown|no mail ?box (?:found|available)|(?:disabled recipient|user account disabled)|\b5\.4\.1\b[^\n]{0,200}recipient address rejected: access denied|unknown (?:user|recipient)|no such (?:user|mailbox|recipient)|no mailbox here|(?:mailbox|user|recipient|account) (?:not found|does ?n[o']t exist|not exist)|recipnotfound|user doesn'?t have/iu

/** Of the mail, whichever code stands before it: servers that write 5.1.1 with every refusal of a recipient are many. */
const SURELY_POLICY = /(?:^|[^\d.])[45]\d\d[ -][^\n]{0,200}(?:\bspam\b|\bdmarc\b|\bspf\b|\bdkim\b|black.?list|block.?list|dnsbl|message size exceed|sender address|unrout(?:e)?able sender|not accepting mail from|\bfrom:? (?:address|domain|header)|requires confirmation)/iu
/** A mail was refused, and of its recipient nothing is said. */
const REFUSED = /(?:^|[^\d.])5\d\d[ -][^\n]{0,200}(?:\b(?:message|e-?mail|mail|connection)s?\b[^.\n]{0,40}\b(?:reject|refus|denied|not (?:be )?(?:accept|allow)|weren't sent)|\b(?:reject|refus)\w{0,3} (?:this |your |the )?(?:message|e-?mail|mail|connection)|\(BL\))/iu

/** Refused for how much was sent, by servers that do so under the code of a missing mailbox. */
const SENT_TOO_MUCH = /too many (?:messages|connections|recipients|mails)|rate.?limit|\bat a rate\b/iu

const SYSTEM_CODES = /\b5\.3\.[0235]\b/u

const FULL_CODES = /\b[45]\.2\.2\b/u
const FULL_WORDS = /(?:mailbox|inbox|quota|storage|mailfolder)[^.\n]{0,40}(?:full|exceed|over)|over ?quota|quota exceeded|out of storage|exceeds allowed size|exceeded[^.\n]{0,40}(?:limit|quota|storage)|insufficient (?:system )?(?:storage|disk)|not enough (?:storage|space|disk)/iu

const LATER_WORDS = /time(?:d)?[ -]?out|timeout|temporar|try again|deferred|delayed|retry|queue too long|expired|connection (?:refused|reset|failed|dropped)|network (?:error|is unreachable)|unable to connect|wasn'?t able to establish|failing for a long time|did not accept our requests|could not (?:be delivered|deliver) for (?:the last|past)|giving up/iu

/** Said of nothing but a mailbox that is not there. */
export function isSurelyGone(words: string): boolean {
  return SURELY_GONE.test(words.slice(0, 8_000))
}

/** Judges a failure by its status code, then by what was said. Where nothing tells, `fallback`. */
export function judgeCause(status: string | undefined, words: string, fallback: Cause): Cause {
  const said = words.slice(0, 8_000)
  const codes = `${status ?? ''} ${said}`
  // A full mailbox and a missing one are facts of the mailbox, whatever else the answer speaks of.
  if (FULL_CODES.test(codes) || FULL_WORDS.test(said) || FULL_ELSEWHERE.test(said)) return 'soft'
  if (SENT_TOO_MUCH.test(said)) return 'policy'
  if (SURELY_GONE.test(said)) return 'hard'
  if (SURELY_POLICY.test(said)) return 'policy'
  if (/\b5\.1\.[136]\b/u.test(status ?? '') || (GONE_WORDS.test(said) && !POLICY_CODES.test(status ?? '') && !/\b5\.(?:7\.\d{1,3}|1\.[78])\b/u.test(said))) return 'hard'
  if (POLICY_CODES.test(codes) || POLICY_WORDS.test(said)) return 'policy'
  if (GONE_CODES.test(codes)) return 'hard'
  if (SYSTEM_CODES.test(codes)) return 'soft'
  if (LATER_WORDS.test(said) || /\b4\.\d{1,3}\.\d{1,3}\b/u.test(codes)) return 'soft'
  if (GONE_ELSEWHERE.test(said)) return 'hard'
  if (REFUSED.test(said)) return 'policy'
  // An answer of 550 or 553 to a recipient, and no reason: the servers that give none mean that the mailbox does not exist.
  if (/(?:^|[^\d.])55[013][ -]/u.test(said)) return 'hard'
  return fallback
}
