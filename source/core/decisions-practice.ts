/** Comes after the checklist's sections, where there is something to say of a repository's decisions. */
export const decisionsSectionId = 'D';

/** How recorded decisions are judged. No practice of the checklist: it weighs nothing in the score. */
export const decisionsPractice = {
	number: 'D.1',
	id: 'decisions',
	title: 'Recorded decisions hold',
	failTitle: 'Recorded decisions need a look',
	why: 'A waiver or an attestation is true on the day it is written. Reasons lapse, code moves on, people leave; one that is never looked at again hides what it once explained.',
	remedy:
		'Renew a decision that still holds with a later `until`, complete one that is invalid, and take out what matches nothing any more.',
	example: {
		language: 'toml',
		text: '[[waiver]]\ncheck = "http-timeouts/requests-timeout"\npath = "tests/**"\nreason = "fake server"\nowner = "team-orders"\nuntil = 2027-01-31',
	},
	links: ['https://toml.io/en/v1.0.0#array-of-tables'],
	seeAlso: [],
	checks: [
		{
			id: 'complete',
			title: 'Every recorded decision can be applied',
			failTitle: 'A recorded decision cannot be applied',
			kinds: ['invalid'],
		},
		{
			id: 'current',
			title: 'No recorded decision is past its date',
			failTitle: 'A recorded decision is past its date',
			kinds: ['expired', 'ending'],
		},
		{
			id: 'needed',
			title: 'Every recorded decision matches something',
			failTitle: 'A recorded decision matches nothing',
			kinds: ['stale'],
		},
	],
} as const;

/** Every id that names the section, its practice or one of its checks. */
export const decisionIds: readonly string[] = [
	decisionsSectionId,
	decisionsPractice.number,
	decisionsPractice.id,
	...decisionsPractice.checks.map(({ id }) => `${decisionsPractice.id}/${id}`),
];
