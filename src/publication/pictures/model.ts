/** How wide and high a picture is, in pixels, as its own bytes say; undefined where they are no PNG and no JPEG, or cut short. */
export function measurePicture(bytes: Uint8Array): { readonly mediaType: 'image/png' | 'image/jpeg'; readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 33 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a && view.getUint32(12) === 0x49484452) return sized('image/png', view.getUint32(16), view.getUint32(20))
  return bytes.length > 4 && view.getUint16(0) === 0xffd8 ? measureJpeg(view) : undefined
}

/** Walks the segments to the one that begins a frame; a picture turned by its camera is measured as it lies. */
function measureJpeg(view: DataView): ReturnType<typeof measurePicture> {
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return sized('image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5))
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** Pixels that a picture may have: more of them takes more memory to draw than a document is worth. */
const PIXELS = 60_000_000

function sized(mediaType: 'image/png' | 'image/jpeg', width: number, height: number): ReturnType<typeof measurePicture> {
  return width === 0 || height === 0 || width * height > PIXELS ? undefined : { mediaType, width, height }
}
