import { counted } from '../../../core/counted.ts';
import type { PastSecret, SecretHistory } from '../../../core/facts/history.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { nameIn } from '../../../core/folders.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isProvided, shownName, standingOf, whatOf } from './standing.ts';

/** Folders of other people's code; what a file that is gone was for is known by its path alone. */
const foreign =
	/(?:^|\/)(?:_?vendor(?:ed)?|third_?party|node_modules|site-packages|bower_components|\.?venv|\.tox)\//;

/** A file that gives so many names such a value is a table of digests. */
const mostAssigned = 5;

const tablesIn = (secrets: readonly PastSecret[]): ReadonlySet<string> => {
	const counts = new Map<string, number>();
	for (const { path, site } of secrets) if (!isProvided(site)) counts.set(path, (counts.get(path) ?? 0) + 1);
	return new Set([...counts].flatMap(([path, count]) => (count > mostAssigned ? [path] : [])));
};

const isReal = ({ path, site }: PastSecret, { files }: Pick<Facts, 'files'>): boolean => {
	if (!site.isSure || site.isLocal || site.isDocumentation || site.suppression !== null) return false;
	// Says nothing without its other half.
	if (site.kind === 'aws-access-key-id' && !site.hasPartner) return false;
	if (site.kind === 'environment-default' || site.kind === 'stripe-test' || foreign.test(path)) return false;
	// A page that a tool wrote shows what its documents do.
	if (/\.html?$/.test(path) && !isProvided(site)) return false;
	const standing = standingOf(path, files.get(path)?.role ?? 'prod');
	return standing === 'real' || (standing === 'script' && isProvided(site));
};

/** What the tree has is told of there, also where the file was moved since. */
const isThere = ({ path, site }: PastSecret, { secrets }: Pick<Facts, 'secrets'>): boolean =>
	[...secrets].some(
		([other, parsed]) =>
			nameIn(other) === nameIn(path) &&
			parsed.ok &&
			parsed.value.some(({ kind, name }) => kind === site.kind && name === site.name),
	);

const readOf = ({ read }: SecretHistory): string => `${counted(read, 'former version')} of files`;

/** What was not looked at, as half a sentence; null where all was. */
const lackOf = (history: SecretHistory): string | null => {
	const read = readOf(history);
	switch (history.cut) {
		case 'time':
			return `only ${history.read} of ${counted(history.versions, 'former version')} of files were read, then the time was over`;
		case 'number':
			return `only the newest ${read} were read`;
		case 'not local':
			return `parts of it are not in this clone, and ${read} were read`;
		case null:
			return history.isShallow
				? `this clone is shallow and lacks older commits, and ${read} were read`
				: null;
	}
};

export default defineCheck({
	id: 'history',
	spec: '8.3/history',
	title: 'The history of the repository holds no secret',
	failTitle: 'The history of the repository holds a secret that the tree no longer shows',
	severity: 'high',
	scope: 'repository',
	needs: ['history', 'secrets', 'files'],
	check(facts) {
		const { history } = facts;
		if (history === null)
			return notApplicable(
				'the history is read only where it is asked for, with `bp-audit check --history` or `H` in the session',
			);
		const tables = tablesIn(history.secrets);
		const findings = history.secrets
			.filter(each => isReal(each, facts) && (isProvided(each.site) || !tables.has(each.path)))
			.filter(each => !isThere(each, facts))
			.map(({ path, site, commit }): Finding => ({
				level: 'warn',
				message: isProvided(site)
					? `Commit ${commit.slice(0, 10)} brought ${whatOf(site)}${shownName(site)} in line ${site.line}; it is gone from the tree, not from the history`
					: `Commit ${commit.slice(0, 10)} brought a literal that looks like a secret${shownName(site)} in line ${site.line}; it is gone from the tree, not from the history`,
				confidence: 'likely',
				at: { path },
				expected: 'revoked: every clone still has it, and rewriting the history does not reach those',
				key: `${site.kind} ${site.name ?? ''}`,
			}));
		const lack = lackOf(history);
		const [first] = findings;
		if (lack === null)
			return verdictOf(
				findings,
				`${readOf(history)} were read, and no secret is in them that the tree does not have`,
			);
		if (!first)
			return manual(`Does the rest of the history hold no secret, as gitleaks would tell? Here ${lack}`);
		return verdictOf(
			[
				...findings,
				{
					level: 'info',
					message: `There may be more: ${lack}`,
					confidence: 'certain',
					at: { path: first.at.path },
					key: 'rest',
				},
			],
			'',
		);
	},
});
