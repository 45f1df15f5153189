import { expect, test } from 'vitest';
import { UserError } from '../../source/core/errors.ts';
import { selectablesOf } from '../../source/core/catalogue.ts';
import { assertKnownIds, isSelected } from '../../source/core/selection.ts';
import { sampleCatalogue } from '../report/catalogue-sample.ts';

const all = selectablesOf(sampleCatalogue);
const check = { section: '6', number: '6.1', practice: 'http-timeouts', check: 'http-timeouts/retries' };

test('every check is known by section, number, practice and check', () => {
	expect(all[1]).toEqual(check);
});

test.each(['6', '6.1', 'http-timeouts', 'http-timeouts/retries'])('`%s` selects the check', id => {
	expect(isSelected([id], check)).toBe(true);
});

test('other ids do not select it', () => {
	expect(isSelected(['6.2', 'http', '7'], check)).toBe(false);
});

test('an unknown id is refused with the nearest known one', () => {
	expect(() => assertKnownIds(['http-timeout'], all, '--only')).toThrow(UserError);
	expect(() => assertKnownIds(['http-timeout'], all, '--only')).toThrow('`http-timeout` names no section');
	try {
		assertKnownIds(['http-timeout'], all, '--only');
	} catch (thrown) {
		expect(thrown).toMatchObject({ tryThis: 'Did you mean `http-timeouts`?' });
	}
});

test('ids that are known beside the checks pass', () => {
	expect(() => assertKnownIds(['7', '6.1'], all, '--only', ['7'])).not.toThrow();
});
