/** Steps of size in which the words of a cloud are set. */
export const CLOUD_STEPS = 6

/** The step of each word by how often it stands: from 1, the rarest, to CLOUD_STEPS; by the square root, as areas are compared. */
export function cloudSteps(counts: readonly number[]): number[] {
  const roots = counts.map((count) => Math.sqrt(Math.max(0, count)))
  const [least, most] = [Math.min(...roots), Math.max(...roots)]
  return roots.map((root) => (most === least ? Math.ceil(CLOUD_STEPS / 2) : 1 + Math.round(((root - least) / (most - least)) * (CLOUD_STEPS - 1))))
}
