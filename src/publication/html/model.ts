import { contentsOf, factsOf } from '../facts/model.ts'
import { labelsOf } from '../labels/model.ts'
import { annexMarkup, escapeXml, matterMarkup, notesMarkup, sectionMarkup, type MarkupChoice } from '../markup/model.ts'
import type { Print, PrintPicture } from '../text/model.ts'

/** An own style sheet, since the file stands alone: it asks for nothing, and runs nothing. */
const STYLE = `
:root{color-scheme:light dark;--ink:#1d1c1a;--quiet:#5d5a54;--rule:#d9d4c9;--paper:#fdfcf9;--accent:#0a5a6b;--tint:#f3efe6;--warn:#9a3b12}
@media (prefers-color-scheme:dark){:root{--ink:#e9e5dd;--quiet:#aaa59b;--rule:#403d38;--paper:#191816;--accent:#7cc4d2;--tint:#24221f;--warn:#eca37e}.chart{background:#fff;padding:1rem}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 "Source Serif 4","Amiri",Georgia,"Noto Serif","Songti SC","Noto Serif SC",serif}
main,header{max-width:52rem;margin:0 auto;padding:2rem 1.25rem}
a{color:var(--accent)}
h1{font-size:2.2rem;line-height:1.2;font-weight:400;margin:.2em 0 .6em}
h2{font-size:1.6rem;font-weight:400;margin:2.4em 0 .8em}h3{font-size:1.25rem;font-weight:600;margin:2em 0 .6em}h4,h5{font-size:1.05rem;margin:1.6em 0 .5em}
.label{color:var(--quiet);margin-inline-end:.3em}
.forum{color:var(--quiet);margin:0}.cycle{color:var(--quiet);margin:0}
.summary{font-size:1.15rem;max-width:38rem}
.facts{font-size:.9rem;border-block:1px solid var(--rule);padding:1rem 0;margin:1.5rem 0;display:grid;gap:.35rem}
.facts div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:1rem}.facts dt{color:var(--quiet)}.facts dd{margin:0;overflow-wrap:anywhere}
nav ol{list-style:none;padding:0;columns:2;column-gap:2rem}nav li{break-inside:avoid;padding:.15rem 0}nav .l2{padding-inline-start:1rem}nav .l3,nav .l4{padding-inline-start:2rem}
.para{display:grid;grid-template-columns:4rem minmax(0,1fr);column-gap:1rem;margin-block-end:1.1rem}
.para>*{grid-column:2}.para>.mark{grid-column:1;grid-row:1;text-align:end;font-size:.8rem;line-height:1.7rem;color:var(--quiet);text-decoration:none;white-space:nowrap}
.text p{margin:0}.text{overflow-wrap:anywhere}
.item .text{padding-inline-start:1.6rem;text-indent:-1.6rem}.item .bullet{display:inline-block;min-width:1.6rem;text-indent:0}.item.depth-2 .text{padding-inline-start:3.2rem}.item.depth-3 .text{padding-inline-start:4.8rem}.item.depth-4 .text{padding-inline-start:6.4rem}
blockquote{margin:0;border-inline-start:3px solid var(--accent);padding-inline-start:1rem}
.ground{font-size:.78rem;color:var(--quiet);margin:.25rem 0 0}
.erratum{font-size:.9rem;border-inline-start:3px solid var(--warn);padding-inline-start:.8rem;margin:.5rem 0 0}
.not-translated .text{color:var(--quiet)}.lost{color:var(--warn)}.quiet{color:var(--quiet)}
.scroll{overflow-x:auto}table{overflow-wrap:normal;border-collapse:collapse;font-size:.92rem;line-height:1.4;width:100%}
caption{text-align:start;padding-block-end:.5rem;font-size:.9rem}th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;border-block-end:1px solid var(--rule)}th{font-weight:600}.numbers td{text-align:end;font-variant-numeric:tabular-nums}
figure{margin:0}img,svg{max-width:100%;height:auto}figcaption{font-size:.9rem;margin-block-start:.5rem}
.words{line-height:1.5}.words span{margin-inline-end:.6rem;display:inline-block}.words small{font-size:.75rem;color:var(--quiet)}.step-1{font-size:.85em}.step-2{font-size:1em}.step-3{font-size:1.2em}.step-4{font-size:1.45em}.step-5{font-size:1.8em}.step-6{font-size:2.2em}.step-4,.step-5,.step-6{color:var(--accent)}
.note p{margin:.3rem 0;font-size:.9rem}sup{line-height:0}
@media (max-width:40rem){.para{grid-template-columns:minmax(0,1fr)}.para>*{grid-column:1}.para>.mark{text-align:start;grid-row:auto}nav ol{columns:1}.facts div{grid-template-columns:1fr;gap:0}}
@media print{body{background:#fff;color:#000;font-size:11pt}main,header{max-width:none;padding:0}.para{break-inside:avoid-page}h2,h3{break-after:avoid}}
`.trim()

/** The whole document as one file that needs nothing else: pictures within it, no script, no address that is fetched. */
export function writeHtml(print: Print, pictureOf: (sha256: string) => Uint8Array | undefined): string {
  const label = labelsOf(print.language)
  const choice: MarkupChoice = { label, language: print.language, isBook: false, href: (anchor) => `#${anchor}`, picture: (file) => dataAddress(file, pictureOf) }
  const contents = contentsOf(print)
  const notes = print.notes.length === 0 ? '' : `<section id="notes" role="doc-endnotes"><h2>${escapeXml(label('notes'))}</h2>\n${notesMarkup(print.notes, choice)}</section>`
  const { matter } = print
  return `<!doctype html>
<html lang="${escapeXml(print.language)}" dir="${print.direction}">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escapeXml(matter.title)}</title>
<meta name="description" content="${escapeXml(matter.summary.replace(/\s+/gu, ' '))}"/>
<link rel="canonical" href="${escapeXml(matter.address)}"/>
<style>${STYLE}</style>
</head>
<body>
<header>
${matterMarkup(print, factsOf(print), choice)}
${contents.length === 0 ? '' : `<nav aria-label="${escapeXml(label('contents'))}"><h2>${escapeXml(label('contents'))}</h2><ol>${contents.map(({ title, level, anchor }) => `<li class="l${level}"><a href="#${anchor}">${escapeXml(title)}</a></li>`).join('\n')}</ol></nav>`}
</header>
<main>
${print.sections.map((section, place) => sectionMarkup(section, place, choice)).join('\n')}
${notes}
${print.annexes.map((annex) => annexMarkup(annex, choice)).join('\n')}
</main>
</body>
</html>
`
}

function dataAddress({ sha256, mediaType }: Extract<PrintPicture, { kind: 'file' }>, pictureOf: (sha256: string) => Uint8Array | undefined): string | undefined {
  const bytes = pictureOf(sha256)
  return bytes === undefined ? undefined : `data:${mediaType};base64,${base64(bytes)}`
}

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
