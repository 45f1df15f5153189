import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder, upward } from '../../source/core/folders.ts';
import { isWiderTest } from '../../source/core/test-scope.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { insertBinding } from '../../source/edit/python/insert-logger.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { standardLibrary } from '../../source/edit/python/standard-library.ts';
import { chain } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';

// https://docs.getmoto.org/en/latest/docs/getting_started.html#recommended-usage
// https://docs.pytest.org/en/stable/reference/fixtures.html#conftest-py-sharing-fixtures-across-multiple-files

const settings = [
	'os.environ["AWS_ACCESS_KEY_ID"] = "testing"',
	'os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"',
	'os.environ["AWS_SESSION_TOKEN"] = "testing"',
	'os.environ["AWS_EC2_METADATA_DISABLED"] = "true"',
	'os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")',
	'os.environ.pop("AWS_PROFILE", None)',
];

const fresh = [
	'"""Unit tests must never reach a real AWS account."""',
	'',
	'import os',
	'',
	...settings,
	'',
].join('\n');

/** Imports that make no client while a test suite starts. */
const harmless =
	/^(?:__future__|boto3|botocore|moto|pytest\w*|_pytest|hypothesis|responses|freezegun)(?:\.|$)/;

type Read = Pick<Facts, 'files' | 'testUse'>;

const marksOf = (path: string, { testUse }: Read): readonly { readonly name: string }[] => {
	const use = testUse.get(path);
	return use?.ok ? use.value.marks : [];
};

/** The deepest folder that holds every test in question, but no deeper than `tests/unit`. */
const folderFor = (findings: readonly Finding[], project: Project): string => {
	const [first, ...rest] = findings.map(({ at }) => folderOf(at.path));
	const shared = upward(first ?? project.path).find(folder =>
		rest.every(each => upward(each).includes(folder)),
	);
	const folders = upward(shared ?? project.path);
	const named = folders.findLast(folder => /(?:^|\/)unit(?:[-_]?tests?)?$/i.test(folder));
	return named ?? folders.findLast(folder => /(?:^|\/)tests?$/i.test(folder)) ?? shared ?? project.path;
};

const open = ({ level }: Finding): boolean => level !== 'info';

export default defineFixer({
	id: 'dummy-credentials',
	title: 'Give unit tests dummy credentials of AWS',
	checks: ['unit-tests/no-real-aws'],
	safety: 'review',
	needs: ['files', 'testUse'],
	touches: ['**/conftest.py'],
	after: [],
	safetyNote:
		'Only the tests below the folder see it, and integration tests are never among them. A test that called a real account without ' +
		'saying so fails from then on, which is what the finding is about.',
	takes: open,
	questions: () => [],
	reads: ({ findings, project }) => [inFolder(folderFor(findings.filter(open), project), 'conftest.py')],
	plan({ facts, project, findings, texts, engines }) {
		const folder = folderFor(findings.filter(open), project);
		const path = inFolder(folder, 'conftest.py');
		const wider = [...facts.files.values()].find(
			file =>
				file.role === 'test' &&
				file.path.endsWith('.py') &&
				(folder === '.' || file.path.startsWith(`${folder}/`)) &&
				isWiderTest(file.path, marksOf(file.path, facts)),
		);
		if (wider)
			return declined(
				`\`${wider.path}\` is below \`${folder}\`, too, and needs the credentials that are there; move the unit tests into a folder of their own`,
			);
		const said = {
			outcome: 'plan' as const,
			area: 'tests',
			summary: 'give unit tests dummy credentials of AWS',
			changed: [
				`\`${path}\` sets credentials that no account has, before any test or module makes a client.`,
			],
			atRunTime: 'Nothing in production; a test that reaches for a real account is refused by AWS.',
			followUps: ['Run the tests: one that fails now has talked to a real account, and needs moto or a fake'],
		};
		const text = texts.get(path);
		if (text === undefined) {
			if (facts.files.has(path)) return declined(`\`${path}\` cannot be read`);
			const edit: Edit = { kind: 'create', path, text: fresh };
			return { ...said, edits: [edit] };
		}
		if (/AWS_(?:ACCESS_KEY|SECRET|SESSION|PROFILE|DEFAULT_REGION|EC2_METADATA)/.test(text))
			return declined(`\`${path}\` sets some of it already`);
		const parse = (current: string) =>
			engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
		const own = namesIn(parse(text)).imports.find(
			({ module, statement }) =>
				statement.parent()?.kind() === 'module' &&
				!standardLibrary.has(module.split('.', 1)[0] ?? '') &&
				!harmless.test(module),
		);
		if (own)
			return declined(
				`\`${path}\` imports \`${own.module}\`, which may make clients before anything behind it is set`,
			);
		const result = chain(text, [
			current => insertBinding(current, parse(current), settings.join(eolOf(current))),
			current => importModule(current, parse(current), namesIn(parse(current)), 'os').edit,
		]);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('it is there already');
		return { ...said, edits: [{ kind: 'splice', path, splices: [first, ...rest] }] };
	},
});
