import { expect, test } from 'vitest'
import { networkOf } from './letter-limits.ts'

test('a host of IPv4 and a network of IPv6 are counted; our own machine hands on what others sent', () => {
  expect(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8:1:2::7', '2001:DB8:0001:2:3:4:5:6', '::1', '127.0.0.1', null].map(networkOf)).toEqual(['192.0.2.7', '192.0.2.7', '2001:db8:1:2', '2001:db8:1:2', undefined, undefined, undefined])
})
