import { describe, expect, test } from 'vitest';
import type { Data } from '../../source/core/facts/config.ts';
import { applySplices } from '../../source/core/text.ts';
import { editTemplate } from '../../source/edit/template.ts';
import { longFormOf, readYaml } from '../../source/edit/yaml.ts';

const valueOf = (text: string): Data | string => {
	const reading = readYaml(text);
	return reading.ok ? longFormOf(reading.yaml) : `line ${reading.line}: ${reading.message}`;
};

describe('what deployment tools read though it stands too far to the left', () => {
	test('is a quoted text that goes on below its key', () => {
		const text = 'A:\r\n  B: "one \r\n  two\r\n  three"\r\n  C: 1\r\n';
		expect(valueOf(text)).toEqual({ A: { B: expect.stringMatching(/^one +two +three$/), C: 1 } });
	});
	test('is the end of a list in brackets', () => {
		expect(valueOf('A:\n  B: [{\n    "C": 1\n  }]\n  D: 2\n')).toEqual({ A: { B: [{ C: 1 }], D: 2 } });
	});
	test('is edited where it stands', () => {
		const text = 'A:\n  B: "one\n  two"\n  C:\n    D: 1\n';
		const result = editTemplate(text, [{ kind: 'insert', path: ['A', 'C'], key: 'E', value: 2 }]);
		expect(result.outcome === 'spliced' ? applySplices(text, result.splices) : result.reason).toBe(
			'A:\n  B: "one\n  two"\n  C:\n    D: 1\n    E: 2\n',
		);
	});
	test('is not a text whose quote is missing, or a list with a comment there', () => {
		expect(valueOf('A:\n  B: "one\n  C: 1\n')).toContain('Missing closing "quote');
		expect(valueOf('A:\n  B: [{\n    C: 1 # one\n  }]\n')).toContain('line 4: Flow map');
	});
});

test('intrinsics are written out where the file writes them out', () => {
	const text = 'Resources:\n  A:\n    Q:\n      Ref: B\n';
	const queue: Data = { 'Fn::GetAtt': ['B', 'Arn'] };
	const result = editTemplate(text, [{ kind: 'insert', path: ['Resources', 'A'], key: 'T', value: queue }]);
	expect(result.outcome === 'spliced' ? applySplices(text, result.splices) : result.reason).toBe(
		`${text}    T:\n      Fn::GetAtt:\n        - B\n        - Arn\n`,
	);
});

test('a part that goes takes its blank line along', () => {
	const text = 'A:\n  X: 1\n\n  Y: 2\n\n  Z: 3\n';
	const result = editTemplate(text, [{ kind: 'delete', path: ['A', 'Y'] }]);
	expect(result.outcome === 'spliced' ? applySplices(text, result.splices) : result.reason).toBe(
		'A:\n  X: 1\n\n  Z: 3\n',
	);
});
