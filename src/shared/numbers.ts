const formats = new Map<string, Intl.NumberFormat>()

/** A number as a language writes it. Its format is made once: making one costs a hundred times what using it does. */
export function formatNumber(language: string, number: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known.format(number)
  const made = new Intl.NumberFormat(language, options)
  if (formats.size < 500) formats.set(key, made)
  return made.format(number)
}
