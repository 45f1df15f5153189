import { expect, test } from 'vitest';
import { listJson, listText } from '../../source/report/list.ts';
import { sampleCatalogue } from './catalogue-sample.ts';

test('the JSON list has the keys of its schema', () => {
	expect(JSON.parse(listJson(sampleCatalogue))).toEqual({
		schema: 1,
		sections: [
			{
				id: '6',
				title: 'HTTP clients and retries',
				practices: [
					{
						number: '6.1',
						id: 'http-timeouts',
						title: 'HTTP calls end in time',
						rollup: false,
						leaves: [],
						checks: [
							{
								id: 'http-timeouts/requests-timeout',
								title: 'Calls of requests have a timeout',
								severity: 'high',
								fixers: [{ id: 'http-timeout', safety: 'review' }],
							},
							{ id: 'http-timeouts/retries', title: 'Calls are retried', severity: 'low', fixers: [] },
						],
					},
				],
			},
			{ id: '7', title: 'Testing', practices: [] },
		],
	});
});

test('the text list names every check and its fixers', () => {
	expect(listText(sampleCatalogue)).toContain(
		'      http-timeouts/requests-timeout  [high]  fix: http-timeout (review)\n      http-timeouts/retries  [low]',
	);
});
