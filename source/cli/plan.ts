import { decisionsOf } from '../config/decisions.ts';
import type { AttestationEntry, WaiverEntry } from '../config/decisions.ts';
import { assertKeys, inside, textOf, wrong } from '../config/keys.ts';
import type { Spot } from '../config/keys.ts';
import { isList, isTable } from '../core/data.ts';
import type { Decision, WaiverScope } from '../core/decision.ts';
import { UserError } from '../core/errors.ts';
import type { Data, Table } from '../core/facts/config.ts';
import { findNearest } from '../core/nearest.ts';
import type { PlanStep } from '../core/plan-file.ts';
import { answersIn } from './answers.ts';

interface Known {
	readonly fixers: readonly { readonly id: string; readonly checks: readonly string[] }[];
}

const neededText = (table: Table, key: string, spot: Spot): string => {
	const text = textOf(table, key, spot);
	if (text !== undefined && text !== '') return text;
	throw wrong(inside(spot, key), 'given');
};

const fixOf = (table: Table, spot: Spot, { fixers }: Known): PlanStep => {
	assertKeys(table, ['fixer', 'check', 'project', 'findings', 'subject', 'answers'], spot);
	const id = neededText(table, 'fixer', spot);
	const fixer = fixers.find(each => each.id === id);
	if (!fixer) {
		const ids = fixers.map(each => each.id);
		const nearest = findNearest(id, ids);
		throw new UserError(`${spot.file}: \`${id}\` is no fixer`, {
			tryThis: nearest === null ? 'Run `bp-audit list` to see every fixer' : `Did you mean \`${nearest}\`?`,
		});
	}
	const check = neededText(table, 'check', spot);
	if (!fixer.checks.includes(check)) {
		throw new UserError(`${spot.file}: \`${id}\` does not mend \`${check}\``, {
			tryThis: `It mends ${fixer.checks.join(', ')}`,
		});
	}
	const { findings, answers } = table;
	const picked = isList(findings) ? findings.filter((item: Data) => typeof item === 'string') : [];
	if (findings !== undefined && (!isList(findings) || picked.length !== findings.length)) {
		throw wrong(inside(spot, 'findings'), 'a list of fingerprints');
	}
	if (answers !== undefined && !isTable(answers)) throw wrong(inside(spot, 'answers'), 'a table');
	const subject = textOf(table, 'subject', spot);
	return {
		kind: 'fix',
		fixer: id,
		check,
		project: textOf(table, 'project', spot) ?? '.',
		...(findings === undefined ? {} : { findings: picked }),
		answers: answers === undefined ? {} : answersIn(spot.file, answers),
		...(subject === undefined ? {} : { subject }),
	};
};

const scopeOf = ({ check, practice, path, finding }: WaiverEntry): WaiverScope => {
	const within = path === undefined ? {} : { path };
	if (finding !== undefined) {
		return { of: 'finding', check: check ?? '', fingerprint: finding, path: path ?? '' };
	}
	return check === undefined
		? { of: 'practice', practice: practice ?? '', ...within }
		: { of: 'check', check, ...within };
};

const assertValid = (spot: Spot, { invalid }: WaiverEntry | AttestationEntry): void => {
	if (invalid !== undefined) throw new UserError(`${spot.file}: \`${spot.key}\`: ${invalid}`);
};

const waiverOf = (entry: WaiverEntry, spot: Spot): Decision => {
	assertValid(inside(spot, 'waiver'), entry);
	if (entry.finding !== undefined && entry.check === undefined)
		throw wrong(inside(spot, 'waiver.check'), 'given');
	const { reason, owner, until } = entry;
	return {
		kind: 'waiver',
		scope: scopeOf(entry),
		reason,
		...(owner === undefined ? {} : { owner }),
		...(until === undefined ? {} : { until }),
	};
};

const attestationOf = (entry: AttestationEntry, spot: Spot): Decision => {
	assertValid(inside(spot, 'attestation'), entry);
	const { check, practice, answer, note, by, until } = entry;
	return {
		kind: 'attestation',
		scope: check === undefined ? { of: 'practice', practice: practice ?? '' } : { of: 'check', check },
		answer,
		note,
		...(by === undefined ? {} : { by }),
		...(until === undefined ? {} : { until }),
	};
};

/** The steps of a plan file: fixes in their order, then decisions. Throws a {@link UserError}. */
export const planOf = (table: Table, file: string, known: Known): readonly PlanStep[] => {
	const spot: Spot = { file, key: '' };
	assertKeys(table, ['schema', 'fix', 'waiver', 'attestation'], spot);
	if (table['schema'] !== 1) throw wrong(inside(spot, 'schema'), '1');
	const fixes = table['fix'] ?? [];
	if (!isList(fixes)) throw wrong(inside(spot, 'fix'), 'a list of tables; write `[[fix]]`');
	const { waivers, attestations } = decisionsOf(table, { spot, locations: {} });
	return [
		...fixes.map((fix): PlanStep => {
			if (!isTable(fix)) throw wrong(inside(spot, 'fix'), 'a list of tables; write `[[fix]]`');
			return fixOf(fix, inside(spot, 'fix'), known);
		}),
		...[
			...waivers.map(entry => waiverOf(entry, spot)),
			...attestations.map(entry => attestationOf(entry, spot)),
		].map((decision): PlanStep => ({ kind: 'decision', decision })),
	];
};
