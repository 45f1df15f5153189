import { expect, test } from 'vitest';
import { explanationOf } from '../../source/report/explain.ts';
import { sampleCatalogue } from './catalogue-sample.ts';

test.each(['6.1', 'http-timeouts'])('`%s` explains the practice with all checks', id => {
	const text = explanationOf(id, sampleCatalogue) ?? '';
	expect(text).toContain('6.1 HTTP calls end in time');
	expect(text).toContain('    A call without a limit holds its caller.\n\n    That spreads.');
	expect(text).toContain('What is checked (2)');
	expect(text).toContain('Fix (review, http-timeout): Add timeouts');
	expect(text).toContain('A slow server now raises.');
	expect(text).toContain('The checklist says nothing of streams.');
	expect(text).toContain('See also 10.E4');
});

test('a check id explains that check alone', () => {
	const text = explanationOf('http-timeouts/retries', sampleCatalogue) ?? '';
	expect(text).toContain('Calls are retried');
	expect(text).not.toContain('requests-timeout');
});

test('a section lists its practices, or says that there is none', () => {
	expect(explanationOf('6', sampleCatalogue)).toContain('6.1 http-timeouts');
	expect(explanationOf('7', sampleCatalogue)).toContain('No practice of this section is checked yet');
});

test('a fixer says what it mends', () => {
	expect(explanationOf('http-timeout', sampleCatalogue)).toContain('http-timeouts/requests-timeout');
});

test('an id that names nothing has no explanation', () => {
	expect(explanationOf('nothing', sampleCatalogue)).toBeNull();
});
