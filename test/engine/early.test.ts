import { expect, test } from 'vitest';
import type { Report } from '../../source/core/report.ts';
import { memoryTree } from '../../source/core/tree.ts';
import { localAnalyst } from './local-analyst.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

const configuration = {
	'pyproject.toml': '[project]\nname = "orders"\nversion = "1"\ndependencies = ["requests"]\n',
	'requirements.txt': 'requests\n',
	'.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps: []\n',
};

/** More Python than is read before anybody could look. */
const large = (): ReadonlyMap<string, Uint8Array> => {
	const padding = `TEXT = """\n${'of no interest to anybody\n'.repeat(6000)}"""\n`;
	const code = 'import requests\n\n\ndef fetch(url):\n    return requests.get(url)\n';
	return new Map(
		[
			...Object.entries(configuration),
			...Array.from({ length: 4 }, (_, index) => [`src/orders/m${index}.py`, code + padding] as const),
			['src/orders/broken.py', 'def ('] as const,
		].map(([path, text]) => [path, bytes(text)]),
	);
};

const audited = async (files: ReadonlyMap<string, Uint8Array>, skip: readonly string[] = []) => {
	const parts: Report[] = [];
	const shares: number[] = [];
	const analyse = localAnalyst('orders', { skip });
	const run = (onPart?: (part: Report) => void) =>
		analyse(
			memoryTree(files),
			{ commit: null, dirty: false },
			new Map(),
			(done, of) => {
				shares.push(of === 0 ? 0 : done / of);
			},
			undefined,
			onPart,
		);
	const [whole, watched] = [await run(), await run(part => parts.push(part))];
	return { whole: whole.report, watched: watched.report, parts, shares };
};

const practicesOf = ({ sections }: Report) => sections.flatMap(({ practices }) => practices);

test('what is said early is what is said in the end, and looking early changes nothing', async () => {
	const { whole, watched, parts, shares } = await audited(large());
	expect(watched).toEqual(whole);
	const [first, last] = parts;
	expect(practicesOf(first ?? whole).every(({ pending }) => pending)).toBe(true);
	const judged = practicesOf(last ?? whole).filter(({ pending }) => !pending);
	expect(judged.length).toBeGreaterThan(5);
	const withoutFixes = (practice: unknown): unknown =>
		JSON.parse(JSON.stringify(practice, (key, value: unknown) => (key === 'fix' ? undefined : value)));
	const final = new Map(practicesOf(whole).map(practice => [practice.number, practice]));
	for (const practice of judged) expect(practice).toEqual(withoutFixes(final.get(practice.number)));
	expect(practicesOf(last ?? whole).map(({ number }) => number)).toEqual([...final.keys()]);
	// Of each of the two runs.
	const turns = shares.filter((share, index) => index > 0 && share < (shares[index - 1] ?? 0));
	expect(turns.length).toBeLessThanOrEqual(1);
	expect(shares.at(-1)).toBe(1);
});

test('what is skipped, a roll-up too, is not listed while the audit runs', async () => {
	const { parts } = await audited(large(), ['0.4', '10', '6.1']);
	expect(parts.length).toBeGreaterThan(1);
	const numbers = new Set(parts.flatMap(practicesOf).map(({ number }) => number));
	expect([...numbers].filter(number => /^(?:0\.4|6\.1|10\..*)$/.test(number))).toEqual([]);
	expect(numbers).toContain('0.5');
});

test('a small tree is read in one go', async () => {
	const files = Object.entries(configuration).map(([path, text]) => [path, bytes(text)] as const);
	const { parts } = await audited(new Map(files));
	expect(parts).toHaveLength(1);
});
