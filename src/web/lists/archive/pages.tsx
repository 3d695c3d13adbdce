import { holdsAddresses, withoutAddressesInHtml } from '../../../lists/archive/model.ts'
import { withoutAddresses } from '../../../shared/masked-addresses.ts'
import type { Month } from '../../../lists/archive/model.ts'
import type { Post } from '../../../lists/model.ts'
import type { PostAttachment } from '../../../lists/posts/queries.ts'
import { withoutTag } from '../../../lists/posts/model.ts'
import { parsePlainDate, writeInstant, writeShortDate, dateInZone } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { Layout } from '../../ui/layout.tsx'
import { listCrumbs, type ListsData } from '../data.ts'
import { TakenAs } from '../taken/pages.tsx'
import { authorOf, type InArchive, type ListPageData, type MonthData, type PostData, type SearchData, type ShownPost, type ThreadData } from './data.ts'

/** The lists of a forum. */
export function ListsPage(props: { view: View; data: ListsData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('lists.title')} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { label: t('lists.title') }]}>
      <h1>{t('lists.title')}</h1>
      <p class="lead">{t('lists.lead')}</p>
      {data.lists.length === 0 ? <p class="empty">{t('lists.none')}</p> : (
        <ul class="entries aside">
          {data.lists.map((list) => (
            <li>
              <h2><a href={`/${data.forum.slug}/lists/${list.slug}`} lang={list.language} dir="auto">{list.title}</a></h2>
              <p class="meta"><span>{t(`lists.kind.${list.kind}`)}</span><span dir="ltr">{list.address}</span>{list.isArchivePrivate ? <span>{t('lists.private')}</span> : null}{list.closedAt === null ? null : <span>{t('lists.closed')}</span>}</p>
            </li>
          ))}
        </ul>
      )}
      <p><a href={`/${data.forum.slug}/announcements`}>{t('lists.announcements')}</a></p>
    </Layout>
  )
}

/** A list: what it is, how to take part, and its threads. */
export function ListPage(props: { view: View; data: ListPageData }) {
  const { view, data } = props
  const { t } = view
  const { list, base, address } = data
  return (
    <Layout view={view} frame={data.frame} title={list.title} crumbs={listCrumbs(view, data)}>
      <h1 lang={list.language} dir="auto">{list.title}</h1>
      {list.description === '' ? null : <p class="lead" lang={list.language} dir="auto">{list.description}</p>}
      <p class="meta"><span>{t(`lists.kind.${list.kind}`)}</span>{list.isArchivePrivate ? <span>{t('lists.private')}</span> : null}{list.closedAt === null ? null : <span>{t('lists.closed')}</span>}</p>
      {list.closedAt === null ? (
        <>
          <div class="actions"><a class="button" href={`${base}/join`}>{t('lists.join')}</a></div>
          <details class="rests"><summary>{t('lists.by-mail')}</summary>
            <div class="opened">
              <dl class="facts">
                {list.kind === 'announcement' ? null : <><dt>{t('lists.by-mail.post')}</dt><dd><a href={`mailto:${address}`} dir="ltr">{address}</a></dd></>}
                <dt>{t('lists.by-mail.join')}</dt><dd><a href={`mailto:${commandOf(address, 'subscribe')}`} dir="ltr">{commandOf(address, 'subscribe')}</a></dd>
                <dt>{t('lists.by-mail.leave')}</dt><dd><a href={`mailto:${commandOf(address, 'leave')}`} dir="ltr">{commandOf(address, 'leave')}</a></dd>
                {list.kind === 'announcement' ? null : <><dt>{t('lists.by-mail.take')}</dt><dd><a href={`mailto:${commandOf(address, 'request')}?subject=contribution`} dir="ltr">{commandOf(address, 'request')}</a></dd></>}
                <dt>{t('lists.by-mail.owner')}</dt><dd><a href={`mailto:${commandOf(address, 'owner')}`} dir="ltr">{commandOf(address, 'owner')}</a></dd>
              </dl>
            </div>
          </details>
        </>
      ) : null}
      {data.isOpen ? <Threads view={view} data={data} /> : <Closed view={view} />}
    </Layout>
  )
}

function commandOf(address: string, command: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}-${command}${address.slice(at)}`
}

function Closed(props: { view: View }) {
  return <section class="block"><h2>{props.view.t('lists.archive')}</h2><p>{props.view.t('lists.archive.for-members')}</p></section>
}

function Threads(props: { view: View; data: ListPageData }) {
  const { view, data } = props
  const { t } = view
  return (
    <section class="block">
      <h2>{t('lists.archive')}</h2>
      <p class="meta"><span>{t('lists.posts', { count: data.posts })}</span></p>
      {data.posts === 0 ? <p class="empty">{t('lists.archive.empty')}</p> : <SearchForm view={view} data={data} words="" />}
      <ul class="entries threads">
        {data.threads.map((thread) => (
          <li>
            <h3><a href={`${data.root}/threads/${thread.number}`} lang={data.list.language} dir="auto">{subjectText(view, data, thread.subject)}</a></h3>
            <p class="meta"><span>{t('lists.posts', { count: thread.posts })}</span><span>{t('lists.authors', { count: thread.authors })}</span><span>{t('lists.last', { date: writeShortDate(dateInZone(thread.lastAt, 'UTC'), view.lang) })}</span>{data.takenIn.has(thread.threadId) ? <span class="tag">{t('lists.taken.mark', { count: data.takenIn.get(thread.threadId) ?? 0 })}</span> : null}</p>
          </li>
        ))}
      </ul>
      {data.next === null ? null : <nav class="pages"><a href={`?before=${data.next}`} rel="next">{t('lists.older')}</a></nav>}
      <Months view={view} root={data.root} months={data.months} />
    </section>
  )
}

function Months(props: { view: View; root: string; months: readonly Month[]; current?: string }) {
  const { view, months } = props
  if (months.length === 0) return null
  return (
    <details class="rests"><summary>{view.t('lists.months')}</summary>
      <ul class="opened lines">
        {months.map(({ month, posts }) => <li><a href={`${props.root}/months/${month}`} aria-current={month === props.current ? 'page' : undefined}>{writeMonth(month, view.lang)}</a> ({posts})</li>)}
      </ul>
    </details>
  )
}

function writeMonth(month: string, lang: string): string {
  const day = parsePlainDate(`${month}-01`)
  return day === undefined ? month : writeShortDate(day, lang).replace(/^1(?:er)?\s|\b0?1[,.]?\s/u, '')
}

function SearchForm(props: { view: View; data: InArchive; words: string }) {
  const { view, data, words } = props
  return (
    <form class="search" method="get" action={`${data.root}/search`} role="search">
      <label for="field-q">{view.t('lists.search')}</label>
      <input id="field-q" type="search" name="q" value={words} dir="auto" maxlength={200} />
      <button type="submit" class="quiet">{view.t('lists.search.go')}</button>
    </form>
  )
}

function subjectText(view: View, data: InArchive, subject: string): string {
  const bare = withoutTag(subject, data.list.tag)
  return bare === '' ? view.t('lists.no-subject') : data.seesAddresses ? bare : withoutAddresses(bare)
}

/** A thread: every post below the one that it answers. */
export function ThreadPage(props: { view: View; data: ThreadData }) {
  const { view, data } = props
  const subject = data.isOpen ? subjectText(view, data, data.subject) : view.t('lists.archive')
  return (
    <Layout view={view} frame={data.frame} title={subject} crumbs={listCrumbs(view, data, subject)}>
      <h1 lang={data.list.language} dir="auto">{subject}</h1>
      {data.isOpen ? <ol class="posts">{data.shown.map((shown) => <li id={`p${shown.post.number}`} data-depth={Math.min(shown.depth, 5)}><PostBlock view={view} data={data} shown={shown} isLinked /></li>)}</ol> : <Closed view={view} />}
    </Layout>
  )
}

/** One post, at its permanent address. */
export function PostPage(props: { view: View; data: PostData }) {
  const { view, data } = props
  const { t } = view
  const { shown, thread, answers } = data
  const subject = shown === undefined ? t('lists.archive') : shown.post.removedAt === null ? subjectText(view, data, shown.post.subject) : t(goneKey(shown.post))
  return (
    <Layout view={view} frame={data.frame} title={subject} crumbs={listCrumbs(view, data, subject)}>
      <h1 lang={data.list.language} dir="auto">{subject}</h1>
      {shown === undefined ? <Closed view={view} /> : (
        <>
          {answers === undefined ? null : <p class="meta"><a href={`${data.root}/posts/${answers.number}`}>{t('lists.answers', { author: answers.author })}</a></p>}
          <PostBlock view={view} data={data} shown={shown} />
          {data.toTake === undefined ? null : <p><a class="quiet-text" href={data.toTake} rel="nofollow">{t('lists.take')}</a></p>}
          {data.toDesk === undefined ? null : <p><a href={data.toDesk}>{t('lists.to-desk')}</a></p>}
          {thread === undefined || thread.posts < 2 ? null : <p><a href={`${data.root}/threads/${thread.number}#p${data.number}`}>{t('lists.whole-thread', { count: thread.posts })}</a></p>}
        </>
      )}
    </Layout>
  )
}

/** Why nothing of a post is shown. */
function goneKey({ isNotArchived }: Pick<Post, 'isNotArchived'>): 'lists.not-archived' | 'lists.removed' {
  return isNotArchived ? 'lists.not-archived' : 'lists.removed'
}

function PostBlock(props: { view: View; data: InArchive; shown: ShownPost; isLinked?: boolean }) {
  const { view, data, shown } = props
  const { post, attachments, taken } = shown
  const { t } = view
  if (post.removedAt !== null) return <><p class="empty">{t(goneKey(post))}</p><TakenAs view={view} taken={taken} /></>
  return (
    <article class="post">
      <p class="meta"><strong dir="auto">{authorOf(post, data)}</strong>{props.isLinked === true ? <a href={`${data.root}/posts/${post.number}`}>{writeInstant(post.sentAt ?? post.receivedAt, view.lang)}</a> : <span>{writeInstant(post.sentAt ?? post.receivedAt, view.lang)}</span>}</p>
      <PostWords post={post} data={data} />
      {attachments.length === 0 ? null : (
        <ul class="lines files" aria-label={t('lists.files')}>
          {attachments.map((file) => <li><FileLine view={view} data={data} file={file} href={`${data.root}/posts/${post.number}/files/${file.number}`} /></li>)}
        </ul>
      )}
      <TakenAs view={view} taken={taken} />
    </article>
  )
}

function FileLine(props: { view: View; data: InArchive; file: PostAttachment; href: string }) {
  const { view, data, file } = props
  const { t } = view
  const name = data.seesAddresses ? file.name : withoutAddresses(file.name)
  if (file.sha256 === '') return <span dir="auto">{t('lists.file.harmful', { name })}</span>
  if (!data.seesAddresses && holdsAddresses(file)) return <span dir="auto">{t('lists.file.for-members', { name })}</span>
  return <><a href={props.href} dir="auto" rel="nofollow">{name}</a> ({t('lists.file.size', { kilobytes: Math.max(1, Math.round(file.size / 1000)) })})</>
}

/** What somebody wrote: its lines as they are, or its HTML, which was cleaned when it came. */
export function PostWords(props: { post: Pick<Post, 'text' | 'html' | 'language'>; data: Pick<InArchive, 'seesAddresses'> }) {
  const { post, data } = props
  const { seesAddresses } = data
  if (post.html !== null && post.text.trim() === '') return <div class="letter html" lang={post.language} dir="auto" dangerouslySetInnerHTML={{ __html: seesAddresses ? post.html : withoutAddressesInHtml(post.html) }} />
  const text = seesAddresses ? post.text : withoutAddresses(post.text)
  return <div class="letter" lang={post.language} dir="auto">{splitQuoted(text).map(({ isQuoted, lines }) => (isQuoted ? <blockquote>{lines}</blockquote> : <p>{linked(lines)}</p>))}</div>
}

/** Runs of quoted lines and of others, in order. */
function splitQuoted(text: string): { isQuoted: boolean; lines: string }[] {
  const runs: { isQuoted: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const isQuoted = /^\s{0,2}>/u.test(line)
    const last = runs.at(-1)
    if (last === undefined || last.isQuoted !== isQuoted) runs.push({ isQuoted, lines: [line] })
    else last.lines.push(line)
  }
  return runs.map(({ isQuoted, lines }) => ({ isQuoted, lines: lines.map((line) => (isQuoted ? line.replace(/^\s{0,2}> ?/u, '') : line)).join('\n').replace(/^\n+|\n+$/gu, '') })).filter(({ lines }) => lines !== '')
}

function linked(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/u).map((part, at) => (at % 2 === 1 && URL.canParse(part) ? <a href={part} rel="nofollow noopener noreferrer ugc">{part}</a> : part))
}

function PostLines(props: { view: View; data: InArchive & Pick<MonthData, 'taken'>; posts: readonly Post[] }) {
  const { view, data } = props
  return (
    <ul class="entries threads">
      {props.posts.map((post) => (
        <li>
          <h3><a href={`${data.root}/posts/${post.number}`} lang={post.language} dir="auto">{post.removedAt === null ? subjectText(view, data, post.subject) : view.t(goneKey(post))}</a></h3>
          <p class="meta"><span dir="auto">{authorOf(post, data)}</span><span>{writeInstant(post.sentAt ?? post.receivedAt, view.lang)}</span>{data.taken.has(post.id) ? <span class="tag">{view.t('lists.taken.mark', { count: data.taken.get(post.id)?.length ?? 0 })}</span> : null}</p>
        </li>
      ))}
    </ul>
  )
}

export function MonthPage(props: { view: View; data: MonthData }) {
  const { view, data } = props
  const title = data.isOpen ? writeMonth(data.month, view.lang) : view.t('lists.archive')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={listCrumbs(view, data, title)}>
      <h1>{title}</h1>
      {data.isOpen ? <PostLines view={view} data={data} posts={data.posts} /> : <Closed view={view} />}
      {data.next === null ? null : <nav class="pages"><a href={`?after=${data.next}`} rel="next">{view.t('lists.later')}</a></nav>}
      <Months view={view} root={data.root} months={data.months} current={data.month} />
    </Layout>
  )
}

export function SearchPage(props: { view: View; data: SearchData }) {
  const { view, data } = props
  const { t } = view
  const link = (page: number): string => `?${new URLSearchParams({ q: data.words, page: String(page) }).toString()}`
  return (
    <Layout view={view} frame={data.frame} title={t('lists.search')} crumbs={listCrumbs(view, data, t('lists.search'))}>
      <h1>{t('lists.search')}</h1>
      {data.isOpen ? (
        <>
          <SearchForm view={view} data={data} words={data.words} />
          {data.words === '' ? null : data.posts.length === 0 ? <p class="empty">{t('lists.search.none')}</p> : <PostLines view={view} data={data} posts={data.posts} />}
          {data.page === 1 && !data.isMore ? null : (
            <nav class="pages">{data.page > 1 ? <a href={link(data.page - 1)} rel="prev">{t('lists.search.before')}</a> : null}{data.isMore ? <a href={link(data.page + 1)} rel="next">{t('lists.search.more')}</a> : null}</nav>
          )}
        </>
      ) : <Closed view={view} />}
    </Layout>
  )
}
