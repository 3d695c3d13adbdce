/**
 * The template of the pages, in the engine's own language. It reads `data.json` and the pictures beside it and knows no word of any
 * document: all text comes as strings, which are set as they are.
 */
export const PAGES = String.raw`
#let d = json("data.json")
#let is-rtl = d.direction == "rtl"
#let ink = rgb("#1d1c1a")
#let quiet = rgb("#5d5a54")
#let hair = rgb("#d9d4c9")
#let accent = rgb("#0a5a6b")
#let warn = rgb("#9a3b12")
#let hang = 1.55cm
#let direction(name) = if name == "rtl" { rtl } else { ltr }

#set document(title: d.title, author: d.forum, description: d.summary.join(" "), date: datetime(year: d.date.at(0), month: d.date.at(1), day: d.date.at(2)))
#set text(font: d.faces, size: if d.faces.first() == "Amiri" { 12pt } else { 10.5pt }, fill: ink, lang: d.language.primary, region: d.language.region, dir: direction(d.direction), hyphenate: false)
#set par(leading: 0.74em, spacing: 1.05em, justify: false)
#set page(
  paper: "a4",
  margin: (top: 2.6cm, bottom: 2.4cm, left: if is-rtl { 2.6cm } else { 3.9cm }, right: if is-rtl { 3.9cm } else { 2.6cm }),
  // Nothing here asks where it stands: a text that was changed in one place is set again in that place alone.
  header: {
    set text(size: 8pt, fill: quiet)
    d.running.at(0)
    h(1fr)
    d.running.slice(1).join(" · ")
    v(-0.5em)
    line(length: 100%, stroke: 0.4pt + hair)
  },
  footer: align(center, text(size: 8.5pt, fill: quiet, context counter(page).display("1"))),
)
#set footnote.entry(separator: line(length: 3cm, stroke: 0.4pt + hair), gap: 0.5em)
#show footnote.entry: set text(size: 8.5pt)
#show link: set text(fill: accent)
#set list(indent: 0pt, body-indent: 0.35em, spacing: 0.8em)
#set enum(indent: 0pt, body-indent: 0.35em, spacing: 0.8em)
#show heading: set text(weight: 400)
#show heading: it => block(above: if it.level == 1 { 2.2em } else { 1.7em }, below: 1em, sticky: true, it.body)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 13.5pt)
#show heading.where(level: 3): set text(size: 11.5pt, weight: 600)
#show heading.where(level: 4): set text(size: 10.5pt, weight: 600)
#show heading.where(level: 5): set text(size: 10.5pt, weight: 600)
#show figure.where(kind: table): set block(breakable: true)
#show figure.caption: set align(start)
// What a table is called stays with its first rows.
#show figure.caption: set block(sticky: true)
#show figure.caption: set text(size: 9.5pt)
#show figure: set align(start)
#set figure(numbering: none, supplement: none, gap: 0.7em)
#set table(stroke: (x, y) => (bottom: 0.4pt + hair), inset: (x: 5pt, y: 4.5pt), align: start + top)
#show table.cell: set text(size: 9pt)
#show table.cell: set par(leading: 0.55em)

#let marked(body, marks) = {
  let result = body
  for mark in marks.rev() {
    result = if mark == "strong" { strong(result) } else if mark == "emphasis" { emph(result) } else if mark == "superscript" { super(result) } else if mark == "subscript" { sub(result) } else { text(font: ("DejaVu Sans Mono",) + d.faces, size: 0.9em, result) }
  }
  result
}

#let inline(pieces) = {
  for piece in pieces {
    if piece.kind == "text" {
      let body = marked(text(piece.words), piece.marks)
      if piece.link == none { body } else { link(piece.link, body) }
    } else if piece.kind == "break" {
      linebreak()
    } else if piece.kind == "note" {
      footnote(numbering: _ => piece.number, text(lang: piece.language.primary, dir: direction(piece.direction), inline(piece.words)))
    } else if piece.anchor == none {
      text(fill: warn, piece.words)
    } else {
      link(label(piece.anchor), piece.words)
    }
  }
}

#let number(block, offset) = if block.number != none { place(start, dx: (if is-rtl { 1 } else { -1 }) * (hang + offset), dy: 0.12em, box(width: hang - 0.35cm, align(end, text(size: 8pt, fill: quiet, "¶ " + block.number)))) }

#let errata(list) = for one in list {
  set par.line(numbering: none)
  std.block(above: 0.6em, stroke: if is-rtl { (right: 1.5pt + warn) } else { (left: 1.5pt + warn) }, inset: (x: 0.6em, y: 0.15em), text(size: 9.5pt)[#strong(one.title) #one.words])
}

#let ground(one) = if one != none {
  set par.line(numbering: none)
  std.block(above: 0.55em, text(size: 7.5pt, fill: quiet)[#one.label #one.links.map(each => link(each.address, text(fill: quiet, each.words))).join(", ")])
}

#let beside(block) = { errata(block.errata); ground(block.ground) }

#let worded(block, body) = text(lang: block.language.primary, region: block.language.region, dir: direction(block.direction), fill: if block.quiet { quiet } else { ink }, body)

#let set-table(one) = {
  let cell(each, is-head) = table.cell(colspan: each.columns, rowspan: each.rows, text(dir: direction(each.direction), if each.heading { strong(inline(each.words)) } else { inline(each.words) }))
  let size = if one.columns > 14 { 5pt } else if one.columns > 9 { 6.5pt } else if one.columns > 6 { 8pt } else { 9pt }
  show table.cell: set text(size: size)
  let end-of(at) = at < one.layout.len() and one.layout.at(at).end
  table(
    columns: if one.layout.len() == one.columns { one.layout.map(each => if each.share == 0 { auto } else { each.share * 1fr }) } else if one.columns > 9 { (1fr,) * one.columns } else { one.columns },
    align: (x, y) => top + if end-of(x) { end } else { start },
    ..(if one.heads.len() > 0 { (table.header(..one.heads.flatten().map(each => cell(each, true))),) } else { () }),
    ..one.rows.flatten().map(each => cell(each, false)),
  )
}

#let caption(block) = figure.caption(position: top, text(lang: block.language.primary, dir: direction(block.direction))[#text(fill: quiet, block.caption)#if block.words.len() > 0 [. #inline(block.words)]])

#let set-picture(one) = image(one.picture, format: one.format, alt: one.alternative, width: if one.format == "svg" { 100% } else { auto })

#let set-block(block) = {
  if block.kind == "table" {
    [#std.block(width: 100%)[#number(block, 0pt)#figure(set-table(block), kind: table, caption: caption(block))]#label(block.anchor)]
    beside(block)
  } else if block.kind == "figure" {
    [#std.block(width: 100%)[
      #number(block, 0pt)
      #if block.picture == none { worded(block, text(fill: warn)[#block.lost #block.alternative]); parbreak(); caption(block).body } else { figure(set-picture(block), kind: image, caption: caption(block)) }
    ]#label(block.anchor)]
    if "rows" in block { set-table(block); if block.note != none { text(size: 8.5pt, fill: quiet, block.note) } }
    beside(block)
  } else if block.kind == "quotation" {
    [#std.block(width: 100%)[#number(block, 0pt)#std.block(width: 100%, stroke: if block.direction == "rtl" { (right: 1.5pt + accent) } else { (left: 1.5pt + accent) }, inset: (x: 0.9em, y: 0.1em), quote(block: false, quotes: false, worded(block, inline(block.words))))]#label(block.anchor)]
    beside(block)
  } else {
    [#std.block(width: 100%)[#number(block, 0pt)#worded(block, par(inline(block.words)))]#label(block.anchor)]
    beside(block)
  }
}

// Where lines are numbered: the numbers belong to no list, and none may stand in one; its items are paragraphs with their marks.
#let set-lines(part) = for item in part.items {
  let mark = place(start, dx: (if is-rtl { 1 } else { -1 }) * 1.95em, box(width: 1.4em, align(end, if part.ordered { item.block.mark } else { "•" })))
  std.block(width: 100%, above: 0.8em, inset: if is-rtl { (right: 1.75em) } else { (left: 1.75em) })[
    #[#std.block(width: 100%)[#number(item.block, 1.75em * item.block.offset)#mark#worded(item.block, par(inline(item.block.words)))]#label(item.block.anchor)]
    #beside(item.block)
    #for below in item.below { set-lines(below) }
  ]
}

#let set-list(part) = if d.lines { set-lines(part) } else {
  let body(item) = [#std.block(width: 100%)[#number(item.block, 1.75em * item.block.offset)#worded(item.block, inline(item.block.words))]#label(item.block.anchor)#beside(item.block)#for below in item.below { set-list(below) }]
  let marker(words) = box(width: 1.4em, align(end, text(number-width: "tabular", words)))
  if part.ordered {
    enum(numbering: n => marker(part.items.at(n - 1).block.mark), ..part.items.map(item => enum.item(body(item))))
  } else {
    list(marker: (marker("•"), marker("–")), ..part.items.map(item => list.item(body(item))))
  }
}

#let set-part(part) = if part.kind == "list" { set-list(part) } else { set-block(part) }

#let headed(one, level) = if one.title != "" {
  [#heading(level: level, [#if one.label != "" { text(fill: quiet, one.label); h(0.5em) }#one.title])#label(one.anchor)]
}

// The title page, without a head and a number.
#page(header: none, footer: none)[
#v(1.2cm)
#text(size: 10pt, fill: quiet)[#d.forum#if d.demonstration != none [ · #text(fill: warn, d.demonstration)]]
#linebreak()
#text(size: 10pt, fill: quiet, d.cycle)
#v(1.2cm)
#{
  show title: set text(size: 27pt, weight: 400)
  show title: set par(leading: 0.55em)
  show title: set align(start)
  title()
}
#v(0.5cm)
#for part in d.summary { par(text(size: 11.5pt, part)) }
#v(0.8cm)
#line(length: 100%, stroke: 0.4pt + hair)
#for fact in d.facts {
  std.block(above: 0.7em, text(size: 9pt)[#text(fill: quiet, fact.name + ": ")#if fact.address == none { fact.value } else { link(fact.address, fact.value) }])
}
#for other in d.others { std.block(above: 0.7em, text(size: 9.5pt, link(other.address, other.words))) }
#errata(d.errata)
]
#if d.contents != none {
  show outline.entry: set block(above: 0.75em)
  show outline.entry.where(level: 1): set block(above: 1.1em)
  outline(title: d.contents, depth: 3, indent: 1.2em)
  pagebreak()
}

#let annex-parts(parts, level) = {
  for part in parts {
    if part.kind == "text" { par(part.words) }
    else if part.kind == "heading" { heading(level: level + 1, part.words) }
    else if part.kind == "lines" { list(..part.lines.map(each => if each.address == none { [#each.words] } else { link(each.address, each.words) })) }
    else if part.kind == "chart" { set-picture(part); set-table(part) }
    else if part.kind == "rows" and part.title == "" { set-table(part) }
    else if part.kind == "rows" { figure(set-table(part), kind: table, caption: figure.caption(position: top, part.title)) }
    else { par(text(lang: part.language.primary, dir: direction(part.direction), part.words.map(each => [#text(size: 8pt + (each.step - 1) * 2.4pt, fill: if each.step > 3 { accent } else { ink }, each.word)#h(0.15em)#text(size: 7.5pt, fill: quiet, each.count)]).join(h(0.9em) + sym.zws))) }
  }
}

#set par.line(numbering: if d.lines { n => text(size: 6.5pt, fill: quiet, str(n)) } else { none }, number-margin: if is-rtl { left } else { right })
#for section in d.sections {
  headed(section, section.level)
  for part in section.parts { set-part(part) }
  annex-parts(section.after, section.level)
}
#set par.line(numbering: none)
#for annex in d.annexes {
  headed(annex, 1)
  annex-parts(annex.parts, 1)
}
`
