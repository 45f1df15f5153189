/** What follows a flag. */
export type FlagValue = 'none' | 'text' | 'list';

export interface Flag {
	/** With its dashes. */
	readonly name: string;
	readonly value: FlagValue;
	/** How the value is called in help. */
	readonly placeholder?: string;
	/** One line of help. */
	readonly help: string;
}

export const commandNames = ['check', 'fix', 'undo', 'waive', 'attest', 'explain', 'list', 'demo'] as const;
export type CommandName = (typeof commandNames)[number];

interface CommandHelp {
	readonly usage: string;
	readonly summary: string;
	readonly flags: readonly Flag[];
	/** Further help, below the flags. */
	readonly notes: readonly string[];
}

const jobs: Flag = {
	name: '--jobs',
	value: 'text',
	placeholder: 'N',
	help: 'engine processes, 1 to 64',
};
const noCache: Flag = { name: '--no-cache', value: 'none', help: 'read and judge every file afresh' };
const only: Flag = {
	name: '--only',
	value: 'list',
	placeholder: 'ID[,ID]',
	help: 'a section (6), a practice (6.1 or its id) or a check; may be repeated',
};
const skip: Flag = { name: '--skip', value: 'list', placeholder: 'ID[,ID]', help: 'the same, left out' };

/** Flags that every command takes. */
export const commonFlags: readonly Flag[] = [
	{ name: '--no-color', value: 'none', help: 'no colours; NO_COLOR does the same' },
	{ name: '--ascii', value: 'none', help: 'no characters beyond ASCII on the screen' },
	{ name: '--plain', value: 'none', help: 'the session in plain lines, as screen readers need it' },
	{ name: '--tui', value: 'none', help: 'the session also where CI is set; it still needs a terminal' },
	{ name: '--debug', value: 'none', help: 'errors with their stack' },
	{ name: '--help', value: 'none', help: 'this help' },
	{ name: '--version', value: 'none', help: 'the version' },
];

/** Of the guided session, which has no name. */
export const sessionFlags: readonly Flag[] = [
	{
		name: '--branch',
		value: 'text',
		placeholder: 'NAME',
		help: 'where fixes go; bp-audit/<date> unless said',
	},
	jobs,
	noCache,
];

export const commands: Readonly<Record<CommandName, CommandHelp>> = {
	check: {
		usage: 'bp-audit check [PATH]',
		summary: 'Audits the working tree and prints a report; changes nothing',
		flags: [
			{
				name: '--format',
				value: 'list',
				placeholder: 'FORMAT[=FILE]',
				help: 'text, json, sarif, junit, markdown, html, github; may be repeated with a file each',
			},
			only,
			skip,
			{ name: '--rev', value: 'text', placeholder: 'REV', help: 'audit a commit, not the working tree' },
			{
				name: '--fail-on',
				value: 'text',
				placeholder: 'LEVEL',
				help: 'what makes the exit status 1: fail (default), warn or never',
			},
			{
				name: '--changed-since',
				value: 'text',
				placeholder: 'REV',
				help: 'only findings in files changed since a commit',
			},
			{
				name: '--baseline',
				value: 'text',
				placeholder: 'FILE',
				help: 'findings that were there before: shown, and not counted',
			},
			{
				name: '--update-baseline',
				value: 'none',
				help: 'write what is found now to the baseline',
			},
			{
				name: '--run',
				value: 'none',
				help: 'run ruff, mypy, pytest and cfn-lint too, on a checkout; runs code of the project',
			},
			{
				name: '--history',
				value: 'none',
				help: 'look for secrets in former versions of files too; takes up to a minute',
			},
			noCache,
			jobs,
			{ name: '--quiet', value: 'none', help: 'no progress and no hints' },
		],
		notes: [
			'Exit status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or configuration,',
			'3 the audit could not finish (a check broke or a file could not be read).',
			'',
			'--run works on a temporary checkout of the commit, with an environment that `uv run --frozen`',
			'makes there and without your credentials. It changes no verdict; with --changed-since, the',
			'report says what was so before.',
		],
	},
	fix: {
		usage: 'bp-audit fix [PATH]',
		summary: 'Commits fixes to a branch of their own; your checkout stays',
		flags: [
			{ name: '--safe', value: 'none', help: 'only fixes that cannot change behaviour (default)' },
			{ name: '--review', value: 'none', help: 'also fixes that a person should look at' },
			{ ...only, help: 'only these: sections, practices, checks or fixers; implies --review' },
			skip,
			{ name: '--answers', value: 'text', placeholder: 'FILE', help: 'answers to guided questions (TOML)' },
			{
				name: '--plan',
				value: 'text',
				placeholder: 'FILE',
				help: 'make the choices of a session again (TOML)',
			},
			{
				name: '--branch',
				value: 'text',
				placeholder: 'NAME',
				help: 'where fixes go; bp-audit/<date> unless said',
			},
			{ name: '--dry-run', value: 'none', help: 'print the diffs, write nothing' },
			{
				name: '--verify',
				value: 'text',
				placeholder: 'CMD',
				help: 'run CMD on a checkout behind each commit; drop a fix that fails it',
			},
			{ name: '--allow-exec', value: 'none', help: 'let fixers run programs such as uv' },
			{ name: '--format', value: 'list', placeholder: 'FORMAT[=FILE]', help: 'text (default) or json' },
			noCache,
			jobs,
			{ name: '--quiet', value: 'none', help: 'no progress and no hints' },
		],
		notes: [
			'Guided fixes run with --answers, or where --only names the practice, check or fixer; what has no',
			'answer takes the default. An answers file has a table for each fixer:',
			'',
			'  [fixer-id]',
			'  question-id = "answer"',
			'',
			'--verify runs code of the project: CMD in a temporary checkout without .git, first on',
			'the commit that the fixes start from.',
			'',
			'Exit status: as of check, for what is left after the fixes.',
		],
	},
	undo: {
		usage: 'bp-audit undo [PATH] [COMMIT|--all]',
		summary: 'Takes back the last fix, those from COMMIT on, or all',
		flags: [
			{ name: '--all', value: 'none', help: 'every fix on the branch' },
			{ name: '--branch', value: 'text', placeholder: 'NAME', help: 'the branch; the latest unless said' },
		],
		notes: ["Commits that are taken back stay reachable in the branch's reflog until git collects them."],
	},
	waive: {
		usage: 'bp-audit waive ID --reason TEXT',
		summary: 'Accepts what is found, in bp-audit.toml',
		flags: [
			{ name: '--reason', value: 'text', placeholder: 'TEXT', help: 'why it is accepted; has to be given' },
			{ name: '--until', value: 'text', placeholder: 'DATE', help: 'its last day, such as 2027-01-31' },
			{
				name: '--path',
				value: 'text',
				placeholder: 'GLOB',
				help: 'only what is found there, from the root: tests/**',
			},
			{ name: '--owner', value: 'text', placeholder: 'NAME', help: 'whom to ask about it' },
		],
		notes: [
			'ID is a practice (6.1 or its id), a check, or the fingerprint of one finding, as the JSON report has it.',
			'What matches no open finding is refused. An entry about the same is written anew.',
			'A waiver that is past its date, or matches nothing any more, counts no longer and is reported.',
		],
	},
	attest: {
		usage: 'bp-audit attest ID --answer yes|no --note TEXT',
		summary: 'Answers a manual check, in bp-audit.toml',
		flags: [
			{
				name: '--answer',
				value: 'text',
				placeholder: 'yes|no',
				help: 'yes means that the practice is followed',
			},
			{ name: '--note', value: 'text', placeholder: 'TEXT', help: 'how you know; has to be given' },
			{ name: '--until', value: 'text', placeholder: 'DATE', help: 'its last day, such as 2027-01-31' },
		],
		notes: [
			'ID is a practice (6.1 or its id) or a check that is MANUAL in the report.',
			"The day and git's user name are written beside the answer.",
		],
	},
	explain: {
		usage: 'bp-audit explain ID',
		summary: 'Why a practice matters, what is checked, how it is mended',
		flags: [],
		notes: ['ID is a section (6), a practice (6.1 or its id), a check or a fixer; bp-audit list shows all.'],
	},
	list: {
		usage: 'bp-audit list',
		summary: 'Every section, practice, check and fixer',
		flags: [
			{ name: '--format', value: 'list', placeholder: 'FORMAT[=FILE]', help: 'text (default) or json' },
		],
		notes: [],
	},
	demo: {
		usage: 'bp-audit demo',
		summary: 'The guided session on a sample repository in a temporary folder',
		flags: [],
		notes: ['The folder is removed at the end.'],
	},
};
