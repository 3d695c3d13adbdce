import { readFileSync } from 'node:fs'
import { readRemarks } from './src/platform/remarks/read-remarks.ts'
for (const f of process.argv.slice(2)) {
  const r = await readRemarks(readFileSync(f))
  console.log(f.split('/').pop(), r.outcome === 'read' ? JSON.stringify({ n: r.remarks.length, p: r.paragraphs.length, named: r.named, t: r.tables.length, remarks: r.remarks.slice(0, 12).map((m) => ({ ...m, text: m.places[0] && Array.from(r.paragraphs[m.places[0].paragraph]?.text ?? '').slice(m.places[0].start, m.places[0].end).join('').slice(0, 80) })) }, null, 0) : r.reason)
}
