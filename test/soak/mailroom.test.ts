import { expect, test } from 'vitest'
import { surviveKillsWhileListed, surviveKillsWhileMailComes } from '../harness/mailroom-kills.ts'

test.each([5, 14])('killed six times at moments drawn from seed %i while mail comes in, it has made one thing of every mail that it took', async (seed) => {
  const { mails, again } = await surviveKillsWhileMailComes(6, seed)
  process.stdout.write(`seed ${seed}: ${mails} mails, ${again} of them sent more than once\n`)
  expect(mails).toBeGreaterThan(60)
})

test.each([4, 21])('killed five times at moments drawn from seed %i while a post is put into the outbox for 20,000, it writes each of them one copy', async (seed) => {
  const inTheMiddle = await surviveKillsWhileListed(20_000, 5, seed)
  process.stdout.write(`seed ${seed}: ${inTheMiddle} of five kills in the middle\n`)
  expect(inTheMiddle).toBeGreaterThan(0)
})
