import { testBadInput } from '../harness/bad-input.ts'

await testBadInput('desk')
