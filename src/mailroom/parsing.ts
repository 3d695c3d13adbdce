export { headerOf, parseMail, type Mailbox, type ParsedAttachment, type ParsedMail } from '../platform/mail-parsing.ts'
