import { expect, test } from 'vitest'
import { readParticipantList } from './model.ts'

const rows = (text: string, by = ','): string[][] => text.trim().split('\n').map((line) => line.split(by))

test('a file that names nobody is refused', () => {
  expect(readParticipantList([])).toEqual({ problem: 'no-header' })
  expect(readParticipantList(rows('a,b\n1,2'))).toEqual({ problem: 'no-header' })
  // A heading that only says "Name" may be of anything.
  expect(readParticipantList(rows('Name\nAda'))).toEqual({ problem: 'no-header' })
  expect(readParticipantList(rows('Name,Duration\n,12'))).toEqual({ problem: 'nobody' })
})

test('Zoom: what stands before the heading is passed over, and who came twice is one', () => {
  const list = rows(`
Meeting ID,Topic,Start Time,End Time
812 3456,Fifth meeting,10/11/2017 03:00:00 PM,10/11/2017 04:10:00 PM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ada Byron (ada),ada@example.org,10/11/2017 03:00:00 PM,10/11/2017 03:30:00 PM,30,No
Zeynep Yılmaz,,10/11/2017 11:58:00 PM,10/12/2017 12:08:00 AM,10,Yes
ADA (phone),ADA@example.org,10/11/2017 03:20:00 PM,10/11/2017 04:00:00 PM,40,No`)
  // On two devices from 15:20 to 15:30: an hour in all, not seventy minutes.
  expect(readParticipantList(list)).toEqual({
    people: [
      { name: 'Ada Byron (ada)', mail: 'ada@example.org', minutes: 60, lines: 2 },
      { name: 'Zeynep Yılmaz', mail: null, minutes: 10, lines: 1 },
    ],
    unread: 0,
  })
})

test('Teams: the table of people, not the one of their comings below it', () => {
  const list = rows(
    `
1. Summary
Meeting title\tFifth meeting

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole
Ada Byron\t3/24/26, 1:00:05 PM\t3/24/26, 2:05:05 PM\t1h 2m 30s\tada@example.org\tOrganizer
李雷\t3/24/26, 1:00:05 PM\t3/24/26, 1:30:05 PM\t30m\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Ada Byron\t3/24/26, 1:00:05 PM\t3/24/26, 2:05:05 PM\t1h 5m\tada@example.org\tOrganizer`,
    '\t',
  )
  expect(readParticipantList(list)).toMatchObject({ people: [{ name: 'Ada Byron', minutes: 65 }, { name: '李雷', minutes: 30 }] })
})

test('Webex: columns in any order, first and last name apart, durations in words; rows without times are added up', () => {
  const list = rows(`
Attendance Duration,Last Name,First Name,Attendee Email
62 mins,Okafor,Chidi,chidi@example.org
1 hr 3 min,Okafor,Chidi,chidi@example.org
0:45:30,Rao,Kamala,
,Rao,Other,`)
  expect(readParticipantList(list)).toMatchObject({ people: [{ name: 'Chidi Okafor', minutes: 125, lines: 2 }, { name: 'Kamala Rao', minutes: 46 }, { name: 'Other Rao', minutes: null }] })
})

test('two people of one name with two addresses are two; of a name without address they are one', () => {
  const list = rows('Durée,Nom,E-mail\n10,Jo,a@example.org\n20,Jo,b@example.org\n5,jo,')
  expect(readParticipantList(list)).toMatchObject({ people: [{ mail: 'a@example.org', minutes: 15, lines: 2 }, { mail: 'b@example.org', minutes: 20 }] })
})
