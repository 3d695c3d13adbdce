import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView, type NodeView } from 'prosemirror-view'
import type { FigureSource } from '../../drafts/blocks/model.ts'
import { idOf, isHeading } from '../../drafts/nodes/model.ts'
import { numberNotes, placeItems, placesOf, type Place } from '../../drafts/numbering/model.ts'
import { isBlank, toSections } from '../../drafts/tree/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Say } from './editor-words.ts'

/**
 * What is seen beside the words: numbers in the start margin, what a paragraph rests on in the end margin, the numbers of notes and
 * what references lead to. Worked out anew only where the shape of the text changes, not at every letter.
 */
export interface Cited {
  readonly paragraphs: Readonly<Record<string, readonly string[]>>
}

/** What checks have to say to a paragraph. */
export interface Notice {
  readonly paragraph: string | null
  readonly text: string
}

interface Look {
  readonly shape: string
  readonly cited: Cited
  readonly notices: ReadonlySet<string>
  readonly marks: DecorationSet
  /** Numbers of today, by identity. */
  readonly places: ReadonlyMap<Id, Place>
}

const key = new PluginKey<Look>('convoke-look')

interface Told {
  readonly cited?: Cited
  readonly notices?: ReadonlySet<string>
}

export function lookPlugin(documentId: Id, say: Say): Plugin<Look> {
  const make = (doc: Node, cited: Cited, notices: ReadonlySet<string>): Look => ({ cited, notices, shape: shapeOf(doc), ...draw(doc, documentId, cited, notices, say) })
  return new Plugin<Look>({
    key,
    state: {
      init: (_, { doc }) => make(doc, { paragraphs: {} }, new Set()),
      apply: (tr, look) => {
        const told = tr.getMeta(key) as Told | undefined
        if (told === undefined && !tr.docChanged) return look
        if (told === undefined && shapeOf(tr.doc) === look.shape) return { ...look, marks: look.marks.map(tr.mapping, tr.doc) }
        return make(tr.doc, told?.cited ?? look.cited, told?.notices ?? look.notices)
      },
    },
    props: { decorations: (state) => key.getState(state)?.marks },
  })
}

/** Tells what was cited, or what checks found. */
export function tell(view: EditorView, told: Told): void {
  view.dispatch(view.state.tr.setMeta(key, told).setMeta('addToHistory', false))
}

export function lookOf(view: EditorView): { readonly places: ReadonlyMap<Id, Place>; readonly cited: Cited } {
  return key.getState(view.state) ?? { places: new Map(), cited: { paragraphs: {} } }
}

const shapes = new WeakMap<Node, string>()

/** All that numbers follow from: kinds, levels, identities, what is blank, where notes and references stand. */
function shapeOf(doc: Node): string {
  return doc.children.map((node) => {
    const known = shapes.get(node)
    if (known !== undefined) return known
    const atoms: string[] = []
    node.descendants((inner, pos) => {
      if (inner.type.name === 'footnote' || inner.type.name === 'reference') atoms.push(`${pos}${String(inner.attrs['id'] ?? inner.attrs['to'])}`)
      return true
    })
    const { id, level, isAnnex, list, depth, ownVoice } = node.attrs
    const shape = `${node.type.name}${String(id)}${String(level)}${String(isAnnex)}${String(list)}${String(depth)}${String(ownVoice)}${String(isHeading(node) ? node.content.size > 0 : isBlank(node))}${atoms.join()}`
    shapes.set(node, shape)
    return shape
  }).join('|')
}

function draw(doc: Node, documentId: Id, cited: Cited, notices: ReadonlySet<string>, say: Say): Pick<Look, 'marks' | 'places'> {
  let number = 0
  const text = toSections(doc, documentId as Id<'document'>).map((section) => ({ ...section, paragraphs: section.paragraphs.map((paragraph) => ({ ...paragraph, number: (number += 1) })) }))
  const places = placesOf(text)
  const notes = numberNotes(text)
  const items = placeItems(text)
  const marks: Decoration[] = []
  doc.forEach((node, pos) => {
    const id = idOf(node)
    const place = places.get(id)
    const attrs: Record<string, string> = {}
    if (place?.kind === 'paragraph') Object.assign(attrs, { 'data-number': say('number', place.number), ...groundOf(node, id, cited, say) })
    if (place?.kind === 'section' && place.label !== '') attrs['data-number'] = place.label
    const ordinal = items.get(id)?.ordinal
    if (node.type.name === 'item') attrs['data-ordinal'] = ordinal ?? '•'
    if (notices.has(id)) attrs['data-notice'] = ''
    if (Object.keys(attrs).length > 0) marks.push(Decoration.node(pos, pos + node.nodeSize, attrs))
    node.descendants((inner, offset) => {
      const at = pos + 1 + offset
      if (inner.type.name === 'footnote') marks.push(Decoration.node(at, at + 1, { class: 'note', 'data-label': String(notes.get(inner.attrs['id'] as Id) ?? ''), 'aria-label': say('footnote', notes.get(inner.attrs['id'] as Id) ?? ''), role: 'button' }))
      if (inner.type.name === 'reference') marks.push(Decoration.node(at, at + 1, { class: 'reference', 'data-label': nameOf(places.get(inner.attrs['to'] as Id), say), 'aria-label': say('reference', nameOf(places.get(inner.attrs['to'] as Id), say)), role: 'button' }))
      return !inner.isInline
    })
  })
  return { places, marks: DecorationSet.create(doc, marks) }
}

/** What a place is called: `¶ 12`, `section 2.1`. */
export function nameOf(place: Place | undefined, say: Say): string {
  if (place === undefined) return say('broken', '')
  return place.kind === 'paragraph' ? say('number', place.number) : say('section', place.label === '' ? place.at : place.label)
}

function groundOf(node: Node, id: Id, cited: Cited, say: Say): Record<string, string> {
  const refs = cited.paragraphs[id] ?? []
  if (refs.length > 0) return { 'data-ground': say('rests-on', refs.join(', ')) }
  return node.attrs['ownVoice'] === true ? { 'data-ground': say('own-voice', '') } : { 'data-ground': say('rests-on-nothing', ''), 'data-groundless': '' }
}

/** Where pictures and pinned figures are fetched from. */
export interface Pictures {
  readonly folder: string
  readonly pinned: ReadonlyMap<string, { readonly name: string; readonly address: string }>
  /** Pictures that were chosen here, which the server knows only once their figure is saved. */
  readonly own: Map<string, string>
}

/** A figure with what it shows; its caption is edited as words are. */
export function figureView(pictures: Pictures): (node: Node) => NodeView {
  return (node) => {
    const dom = document.createElement('figure')
    const picture = document.createElement('img')
    const caption = document.createElement('figcaption')
    const show = (shown: Node): void => {
      const source = shown.attrs['source'] as FigureSource | null
      const address = source === null ? '' : source.kind === 'pinned' ? (pictures.pinned.get(source.id)?.address ?? '') : (pictures.own.get(source.sha256) ?? `${pictures.folder}/${source.sha256}.${source.mediaType === 'image/png' ? 'png' : 'jpg'}`)
      if (picture.getAttribute('src') !== address && address !== '') picture.src = address
      picture.alt = String(shown.attrs['alternative'])
      dom.dataset['id'] = String(shown.attrs['id'])
      dom.dir = String(shown.attrs['direction'] ?? 'auto')
    }
    picture.contentEditable = 'false'
    picture.draggable = false
    dom.dataset['kind'] = 'figure'
    dom.append(picture, caption)
    show(node)
    return {
      dom,
      contentDOM: caption,
      update: (next) => {
        if (next.type.name !== 'figure') return false
        show(next)
        return true
      },
      ignoreMutation: (mutation) => !caption.contains(mutation.target),
    }
  }
}
