import type { Catalogue } from '../../source/core/catalogue.ts';
import { pass } from '../../source/core/practice.ts';

/** One section with one practice of two checks and one fixer, and an empty section. */
export const sampleCatalogue: Catalogue = {
	sections: [
		{ id: '6', title: 'HTTP clients and retries', practices: ['6.1'] },
		{ id: '7', title: 'Testing', practices: [] },
	],
	practices: [
		{
			number: '6.1',
			id: 'http-timeouts',
			title: 'HTTP calls end in time',
			failTitle: 'HTTP calls wait for ever',
			why: 'A call without a limit holds its caller.\n\nThat spreads.',
			remedy: 'Pass `timeout`.',
			example: { language: 'python', text: 'requests.get(url, timeout=5)\n' },
			links: ['https://requests.readthedocs.io/'],
			errata: ['The checklist says nothing of streams.'],
			seeAlso: ['10.E4'],
			checks: [
				{
					id: 'requests-timeout',
					spec: '6.1a',
					title: 'Calls of requests have a timeout',
					failTitle: 'A call of requests has none',
					severity: 'high',
					scope: 'project',
					needs: [],
					check: () => pass('none'),
				},
				{
					id: 'retries',
					spec: '6.1b',
					title: 'Calls are retried',
					failTitle: 'Calls are not retried',
					severity: 'low',
					scope: 'project',
					needs: [],
					check: () => pass('none'),
				},
			],
		},
	],
	fixers: [
		{
			id: 'http-timeout',
			title: 'Add timeouts',
			checks: ['http-timeouts/requests-timeout'],
			safety: 'review',
			safetyNote: 'A slow server now raises.',
			touches: ['**/*.py'],
			after: [],
		},
	],
};
