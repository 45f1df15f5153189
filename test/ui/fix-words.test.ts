import { expect, test } from 'vitest';
import type { OpenFix } from '../../source/session/fixes.ts';
import { fixWords } from '../../source/ui/views/fix-words.ts';
import { createFakeWorkbench } from '../session/fake-workbench.ts';
import { drive } from '../session/drive.ts';

const fix = (check: string, project: string, fixer = 'move'): OpenFix => ({
	target: { fixer, check, project },
	practice: '0.2',
	practiceTitle: 'A practice',
	checkTitle: `Wrong ${check}`,
	safety: 'guided',
	findings: 1,
	files: 1,
});

const { session } = await drive(createFakeWorkbench());
const words = (one: OpenFix, ...others: readonly OpenFix[]): string =>
	fixWords(session(), one, [one, ...others]);

test('a fix that stands alone has its title, and the project behind it', () => {
	expect(words(fix('a', '.'))).toBe('move');
	expect(words(fix('a', 'backend/layers'), fix('a', 'backend/api', 'other'))).toBe('move (backend/layers)');
});

test('what tells two of one fixer apart comes first', () => {
	expect(words(fix('a', '.'), fix('b', '.'))).toBe('Wrong a: move');
	expect(words(fix('a', 'backend/layers'), fix('a', 'backend/api'))).toBe('backend/layers: move');
	expect(words(fix('a', '.'), fix('a', 'tools'))).toBe('move');
	expect(words(fix('a', 'api'), fix('b', 'api'), fix('a', 'web'))).toBe('api: Wrong a: move');
});

test('of a long path the end is kept', () => {
	const long = 'services/backend/shopping-cart-service';
	expect(words(fix('a', long), fix('a', 'api'))).toBe('…d/shopping-cart-service: move');
});
