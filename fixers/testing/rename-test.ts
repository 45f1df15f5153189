import { declined } from '../../source/core/fixer.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Facts } from '../../source/core/facts.ts';
import { folderOf, inFolder, upward } from '../../source/core/folders.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

const question = 'name';
/** Any text file may name a test. */
const most = 5000;
const largest = 400_000;

const wellFormed = /^test_+given_\w+?_when_\w+?_should_\w+$/;
/** The name is looked up when the tests run: what it leads to would not be found. */
const byName =
	/\brequest\.node\.(?:name|nodeid)\b|\bitem\.(?:name|nodeid)\b|\bcurrent_test\b|PYTEST_CURRENT_TEST|\bvcr\b|\bcassette|\bplacebo\b|\bsnapshot\b|data_regression|file_regression|datadir|\b_testMethodName\b|\bself\.id\(\)/;
const binary = /\.(?:png|jpe?g|gif|ico|pdf|zip|gz|whl|woff2?|ttf|eot|mp[34]|so|pyc|parquet|jar|lock|svg)$/i;

const oldNameOf = ([finding]: readonly Finding[]): string => finding?.key?.replace(/^rename /, '') ?? '';

const pathsOf = ({ paths }: Pick<Facts, 'paths'>): readonly string[] =>
	[...paths].flatMap(([path, { size }]) => (size <= largest && !binary.test(path) ? [path] : []));

/** Texts after `-k`, as written. */
const selections = (text: string): readonly string[] =>
	[...text.matchAll(/(?:^|\s)-k[\s=]+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"']+))/g)].map(
		([, double, single, bare]) => double ?? single ?? bare ?? '',
	);

export default defineFixer({
	id: 'rename-test',
	title: 'Rename a test',
	checks: ['unit-tests/naming'],
	safety: 'guided',
	needs: ['files', 'paths', 'testCode'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'One test at a time, under a name that a person writes. It declines where any text of the repository names the test, ' +
		'where another test or a class around has the name, and where cassettes, snapshots or fixtures are found by it.',
	mendsNotes: true,
	takes: ({ level, key }) => level === 'info' && key?.startsWith('rename ') === true,
	isReady: (_, { facts }) => pathsOf(facts).length <= most,
	questions: ({ findings }) => [
		{
			id: question,
			prompt: `What should \`${oldNameOf(findings)}\` be called?`,
			explanation:
				'Such as `test_given_empty_cart_when_checking_out_should_refuse`; an empty answer leaves it as it is.',
			kind: { type: 'text' },
			fallback: '',
		},
	],
	reads: ({ facts }) => pathsOf(facts).slice(0, most),
	plan({ facts, findings, texts, answers }) {
		const [finding] = findings;
		const before = oldNameOf(findings);
		const after = (answers[question] ?? '').trim();
		if (!finding || after === '') return declined('no name was given');
		if (!wellFormed.test(after))
			return declined(`\`${after}\` is not of the form \`test_given_…_when_…_should_…\``);
		const { path, line = 0 } = finding.at;
		const text = texts.get(path);
		const tests = [...facts.testCode].flatMap(([each, parsed]) =>
			parsed.ok ? parsed.value.tests.map(test => ({ path: each, test })) : [],
		);
		const same = tests.filter(({ test }) => test.name === before);
		const clash = tests.find(({ test }) => test.name === after);
		if (text === undefined || pathsOf(facts).length > most)
			return declined('the repository is too large to be searched for the name');
		if (clash) return declined(`${clash.path}:${clash.test.line} has that name already`);
		if (same.length !== 1)
			return declined(`${same.length} tests are called \`${before}\`, and one may replace another`);
		const word = new RegExp(`(?<!\\w)${before}(?!\\w)`, 'g');
		const spots = [...texts].flatMap(([each, content]) =>
			content.includes(before) ? [...content.matchAll(word)].map(({ index }) => ({ path: each, index })) : [],
		);
		const lineStarts = lineStartsOf(text);
		const from = lineStarts[line - 1] ?? 0;
		const to = lineStarts[line] ?? text.length;
		const own = spots.find(spot => spot.path === path && spot.index >= from && spot.index < to);
		if (!own || !/^\s*(?:async\s+)?def\s+$/.test(text.slice(from, own.index)))
			return declined('the test has moved');
		const other = spots.find(spot => spot !== own);
		if (other) return declined(`${other.path} names the test, too`);
		const named = [...facts.paths.keys()].find(each => each.includes(before));
		if (named !== undefined) return declined(`\`${named}\` is called after the test`);
		const around = [path, ...upward(folderOf(path)).map(folder => inFolder(folder, 'conftest.py'))];
		const looking = around.find(each => byName.test(texts.get(each) ?? ''));
		if (looking !== undefined)
			return declined(`\`${looking}\` may look something up by the names of its tests`);
		for (const [each, content] of texts) {
			if (!content.includes('-k')) continue;
			const lost = selections(content)
				.flatMap(selection => selection.split(/\b(?:and|or|not)\b|[()\s]+/))
				.find(part => part !== '' && before.includes(part) !== after.includes(part));
			if (lost !== undefined)
				return declined(`\`${each}\` selects tests by \`-k\`, and \`${lost}\` would select others`);
		}
		return {
			outcome: 'plan',
			area: 'tests',
			summary: `rename ${before}`,
			changed: [`\`${before}\` is called \`${after}\`.`],
			atRunTime: 'Nothing; the report of the tests shows the new name.',
			followUps: [],
			edits: [
				{
					kind: 'splice',
					path,
					splices: [{ start: own.index, end: own.index + before.length, text: after }],
				},
			],
		};
	},
});
