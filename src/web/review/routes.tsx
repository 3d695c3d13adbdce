import { flatten } from '../../drafts/model.ts'
import type { App, Services } from '../context.ts'
import { servePage } from '../page.tsx'
import { agreeRoutes } from './agree/routes.tsx'
import { agendaRoutes } from './agenda/routes.tsx'
import { laterToJson } from './anchors/data.ts'
import { answerRoutes } from './answers/routes.tsx'
import { asideRoutes } from './aside/routes.tsx'
import { commentRoutes } from './comment/routes.tsx'
import { loadReviewPage, loadReviews, type ReviewPageData, type ReviewsPageData } from './data.ts'
import { deskReviewRoutes } from './desk.tsx'
import { ReviewPage, ReviewsPage } from './pages.tsx'
import { exchangeRoutes } from './exchange/routes.tsx'
import { queueRoutes } from './queue/routes.tsx'
import { settlingRoutes } from './settling/routes.tsx'
import { commentToJson, loadParagraph, loadRegister, PAGE, type ParagraphPageData, type RegisterData } from './register/data.ts'
import { tableRoutes } from './table/routes.tsx'
import { settingRoutes } from './setting/routes.tsx'
import { ParagraphPage, RegisterPage } from './register/pages.tsx'
import { periodRoutes } from './period/routes.tsx'
import { replyRoutes } from './reply/routes.tsx'
import { loadSection, type SectionPageData } from './section/data.ts'
import { SectionPage } from './section/pages.tsx'
import { waitingRoutes } from './waiting/routes.tsx'

/** Reviews, the register of comments, each comment, and the desk at which they are opened and answered. */
export function reviewRoutes(app: App, services: Services): void {
  servePage<ReviewsPageData>(app, services, {
    path: '/:forum/:cycle/reviews',
    load: loadReviews,
    json: ({ forum, cycle, reviews }) => ({
      forum: forum.slug,
      cycle: cycle.slug,
      reviews: reviews.map(({ review, count }) => ({ ...reviewToJson(`/${forum.slug}/${cycle.slug}/reviews/${review.number}`, review), comments: count?.comments ?? 0, open: count?.open ?? 0 })),
    }),
    render: (view, data) => <ReviewsPage view={view} data={data} />,
  })
  servePage<ReviewPageData>(app, services, { path: '/:forum/:cycle/reviews/:review', load: loadReviewPage, json: reviewPageToJson, render: (view, data) => <ReviewPage view={view} data={data} /> })
  servePage<ParagraphPageData>(app, services, {
    path: '/:forum/:cycle/reviews/:review/paragraphs/:paragraph',
    load: loadParagraph,
    json: (data) => ({ ...whereToJson(data), paragraph: data.paragraph, total: data.total, page: data.page, pages: Math.max(1, Math.ceil(data.total / PAGE)), comments: data.comments.map((comment) => commentToJson(data, comment)) }),
    render: (view, data) => <ParagraphPage view={view} data={data} />,
  })
  servePage<SectionPageData>(app, services, {
    path: '/:forum/:cycle/reviews/:review/sections/:section',
    load: loadSection,
    json: (data) => ({
      ...whereToJson(data),
      section: data.place,
      title: data.section.title,
      page: data.page,
      pages: data.pages,
      paragraphs: data.paragraphs.map(({ paragraph, comments, total }) => ({ id: paragraph.id, number: paragraph.number, text: paragraph.text, total, comments: comments.map((comment) => commentToJson(data, comment)) })),
    }),
    render: (view, data) => <SectionPage view={view} data={data} />,
  })
  servePage<RegisterData>(app, services, {
    path: '/:forum/:cycle/reviews/:review/comments',
    load: loadRegister,
    json: registerToJson,
    render: (view, data) => <RegisterPage view={view} data={data} />,
  })
  commentRoutes(app, services)
  deskReviewRoutes(app, services)
  tableRoutes(app, services)
  settingRoutes(app, services)
  queueRoutes(app, services)
  asideRoutes(app, services)
  answerRoutes(app, services)
  waitingRoutes(app, services)
  replyRoutes(app, services)
  periodRoutes(app, services)
  agreeRoutes(app, services)
  for (const routes of [agendaRoutes, settlingRoutes, exchangeRoutes]) routes(app, services)
}

function reviewToJson(url: string, review: ReviewPageData['review']): object {
  const { number, title, introduction, openedAt, closesOn, zone, closesByItself, closedAt } = review
  return { review: number, url, title, introduction, openedAt, closesOn, zone, closesByItself, closedAt }
}

function whereToJson(data: Pick<ReviewPageData, 'forum' | 'cycle' | 'review'>) {
  return { forum: data.forum.slug, cycle: data.cycle.slug, review: data.review.number }
}

function reviewPageToJson(data: ReviewPageData): object {
  const { version, base } = data
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    ...reviewToJson(base, data.review),
    version: { document: version.documentSlug, number: version.number, title: version.title, language: version.language },
    comments: data.count.comments,
    open: data.count.open,
    extensions: data.extensions,
    rounds: data.rounds.map(({ number, title }) => ({ review: number, title })),
    onWhole: data.onWhole.comments,
    onMissing: data.onMissing.comments,
    paragraphs: flatten(data.text).map(({ id, number, text }) => {
      const tally = data.onParagraph.get(id)
      return { id, number, text, comments: tally?.comments ?? 0, answered: tally?.answered ?? 0, url: `${base}/paragraphs/${number}` }
    }),
  }
}

function registerToJson(data: RegisterData): object {
  const { page, ...filter } = data.filter
  return {
    ...whereToJson(data),
    filter,
    satisfaction: data.satisfaction,
    judgedUntil: data.judgedUntil,
    total: data.total,
    page,
    pages: Math.max(1, Math.ceil(data.total / PAGE)),
    comments: data.comments.map((comment) => ({ ...commentToJson(data, comment), paragraphs: comment.paragraphIds.map((id) => ({ id, number: data.numbers.get(id) ?? null })), carried: laterToJson(data.later, comment.id) })),
  }
}
