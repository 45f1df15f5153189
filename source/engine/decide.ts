import type { Config } from '../config/config.ts';
import { findPathFlaw, isDate } from '../config/decisions.ts';
import type { AttestationDecision, Decision, WaiverDecision } from '../core/decision.ts';
import { isTable } from '../core/data.ts';
import type { Facts } from '../core/facts.ts';
import type { Declined } from '../core/fixer.ts';
import { declined } from '../core/fixer.ts';
import type { CheckReport, Report } from '../core/report.ts';
import { applySplices, decode, encode } from '../core/text.ts';
import type { FileChange, Tree } from '../core/tree.ts';
import { entryOfDecision, namesOf } from '../edit/decisions.ts';
import { isAbout, isSameScope, scopeOf } from './decision-scope.ts';
import type { Known } from './decision-scope.ts';
import type { Pool } from './pool.ts';
import { coverOf, waivable } from './waivers.ts';

/** What a decision is weighed against. */
export interface Ground {
	readonly tree: Tree;
	readonly facts: Pick<Facts, 'toml'>;
	readonly config: Config;
	/** Without decisions. */
	readonly bare: Report;
}

/** What a decision needs to know of its day and its author. */
export interface DecideOptions {
	readonly pool: Pool;
	readonly practices: readonly Known[];
	/** ISO date. */
	readonly today: string;
	/** Who decides, where the decision does not say; null where git does not know. */
	readonly by: string | null;
}

/** A decision as it would be written. */
export interface Decided {
	readonly outcome: 'decided';
	readonly change: FileChange & { readonly bytes: Uint8Array };
	/** The file's bytes until now; null where there is none. */
	readonly before: Uint8Array | null;
	/** The entry as it stands in the file. */
	readonly lines: readonly string[];
	/** The check, or the practice's first one. */
	readonly check: string;
	/** Number of its practice. */
	readonly practice: string;
	/** Open findings that a waiver takes in, or questions that an attestation answers. */
	readonly matches: number;
	readonly fingerprints: readonly string[];
	/** What the questions are; none for a waiver. */
	readonly questions: readonly string[];
	/** Whether it takes the place of an earlier entry about the same. */
	readonly replaces: boolean;
}

const checksOf = (report: Report): readonly CheckReport[] =>
	report.sections.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks));

const findDateFlaw = (until: string | undefined, today: string): string | null => {
	if (until === undefined) return null;
	if (!isDate(until)) return `\`${until}\` is not a date such as 2027-01-31`;
	return until < today ? `${until} is past` : null;
};

interface Match {
	readonly count: number;
	readonly fingerprints: readonly string[];
	readonly questions: readonly string[];
}

const waived = (decision: WaiverDecision, checks: readonly CheckReport[]): Match | Declined => {
	const { path, finding, check, practice } = namesOf(decision.scope);
	const name = check ?? practice ?? '';
	const open = checks.filter(({ status }) => waivable.has(status));
	const covers = coverOf({
		...(path === undefined ? {} : { path }),
		...(finding === undefined ? {} : { finding }),
	});
	const findings = open.flatMap(each => each.findings.filter(one => one.level !== 'info' && covers(one)));
	const isWhole = path === undefined && finding === undefined;
	const questions = isWhole ? open.filter(({ status }) => status === 'manual').length : 0;
	if (findings.length + questions > 0) {
		return {
			count: findings.length + questions,
			fingerprints: findings.map(({ fingerprint }) => fingerprint),
			questions: [],
		};
	}
	if (finding !== undefined) return declined(`\`${name}\` has no finding \`${finding}\``);
	if (open.length > 0) return declined(`\`${name}\` finds nothing in \`${path ?? ''}\``);
	const [first] = checks;
	if (!first) return declined(`\`${name}\` is not judged here`);
	return declined(`there is nothing to waive: \`${name}\` ${saysOf(checks)}`);
};

const saysOf = (checks: readonly CheckReport[]): string =>
	checks.some(({ status }) => status === 'error')
		? 'could not be judged'
		: checks.some(({ status }) => status === 'fail' || status === 'warn')
			? 'fails'
			: checks.some(({ status }) => status === 'pass')
				? 'passes'
				: 'does not apply';

const attested = ({ scope }: AttestationDecision, checks: readonly CheckReport[]): Match | Declined => {
	const name = scope.of === 'check' ? scope.check : scope.practice;
	const asking = checks.filter(({ status }) => status === 'manual');
	if (asking.length === 0) {
		return declined(
			checks.length === 0
				? `\`${name}\` is not judged here`
				: `\`${name}\` asks no question: it ${saysOf(checks)}`,
		);
	}
	const questions = [...new Set(asking.flatMap(({ question }) => question ?? []))];
	return { count: asking.length, fingerprints: [], questions };
};

/** The file that holds the configuration, and its table in it. */
const homeOf = ({ tree, facts }: Ground): { readonly path: string; readonly table: readonly string[] } => {
	const pyproject = facts.toml.get('pyproject.toml');
	const tool = pyproject?.ok ? pyproject.value.value['tool'] : undefined;
	const isThere = isTable(tool) && tool['bp-audit'] !== undefined && !tree.files.has('bp-audit.toml');
	return isThere
		? { path: 'pyproject.toml', table: ['tool', 'bp-audit'] }
		: { path: 'bp-audit.toml', table: [] };
};

const flawOf = (decision: Decision, today: string): string | null => {
	const date = findDateFlaw(decision.until, today);
	if (date !== null) return date;
	if (decision.kind === 'attestation') {
		return decision.note.trim() === '' ? 'an attestation needs a note that says how you know' : null;
	}
	if (decision.reason.trim() === '') return 'a waiver needs a reason';
	const { path, finding } = namesOf(decision.scope);
	return path === undefined || finding !== undefined ? null : findPathFlaw(path);
};

/** Weighs a decision against what was found, and lays out how it would be written. Writes nothing. */
export const decide = async (
	decision: Decision,
	ground: Ground,
	options: DecideOptions,
): Promise<Decided | Declined> => {
	const { practices, today, pool, by } = options;
	const flaw = flawOf(decision, today);
	if (flaw !== null) return declined(flaw);
	const names = namesOf(decision.scope);
	const scope = scopeOf(names, practices);
	if ('flaw' in scope) return declined(scope.flaw);
	const checks = checksOf(ground.bare).filter(check => isAbout(scope, check));
	const match = decision.kind === 'waiver' ? waived(decision, checks) : attested(decision, checks);
	if ('outcome' in match) return match;
	const list = decision.kind;
	const entries = list === 'waiver' ? ground.config.waivers : ground.config.attestations;
	const found = entries.findIndex(entry => isSameScope(entry, names, practices));
	const index = found < 0 ? null : found;
	const home = homeOf(ground);
	const file = ground.tree.files.get(home.path);
	let like: { readonly text: string; readonly encoding: 'utf-8' | 'latin1'; readonly bom: boolean } = {
		text: '',
		encoding: 'utf-8',
		bom: false,
	};
	if (ground.tree.skipped.some(({ path }) => path === home.path)) {
		return declined(`\`${home.path}\` is not a file that can be edited`);
	}
	let before: Uint8Array | null = null;
	if (file) {
		for await (const read of ground.tree.read([home.path])) {
			const decoded = 'bytes' in read ? decode(read.bytes, read.path) : read;
			if (!('text' in decoded) || !('bytes' in read))
				return declined(`\`${home.path}\` cannot be read: ${'reason' in decoded ? decoded.reason : ''}`);
			like = decoded;
			before = read.bytes;
		}
	}
	const entry =
		decision.kind === 'waiver'
			? entryOfDecision(decision)
			: entryOfDecision({ ...decision, ...(decision.by === undefined && by !== null ? { by } : {}) }, today);
	const reply = await pool.ask({
		kind: 'decide',
		text: like.text,
		edit: { table: home.table, list, entry, index },
	});
	if (reply.kind !== 'decided') {
		return declined(reply.kind === 'failed' ? reply.message : `\`${home.path}\` cannot be edited`);
	}
	const { written } = reply;
	if (written.outcome === 'declined') return declined(`\`${home.path}\` cannot be edited: ${written.reason}`);
	if (written.splices.length === 0) return declined('the same is recorded already');
	const owner = practices.find(({ id, checks: own }) =>
		own.some(check => checks.some(each => each.id === `${id}/${check.id}`)),
	);
	const bytes = encode(applySplices(like.text, written.splices), like);
	return {
		outcome: 'decided',
		change: { path: home.path, mode: file?.mode ?? '100644', bytes },
		before,
		lines: written.lines,
		check: names.check ?? checks[0]?.id ?? '',
		practice: owner?.number ?? '',
		matches: match.count,
		fingerprints: match.fingerprints,
		questions: match.questions,
		replaces: index !== null,
	};
};
