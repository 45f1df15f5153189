import type { AttestationEntry } from '../config/decisions.ts';
import type { Finding } from '../core/finding.ts';
import type { Attestation, CheckReport } from '../core/report.ts';
import { isAbout } from './decision-scope.ts';
import type { Live } from './decision-scope.ts';
import { fingerprintsOf } from './fingerprint.ts';

const attestationOf = ({ answer, note, by, date, until }: AttestationEntry): Attestation => ({
	answer,
	note,
	...(by === undefined ? {} : { by }),
	...(date === undefined ? {} : { date }),
	...(until === undefined ? {} : { until }),
});

const said = ({ by, date, note }: AttestationEntry): string => {
	const who = by === undefined ? '' : ` by ${by}`;
	const when = date === undefined ? '' : ` on ${date}`;
	return `Attested${who}${when}: ${note}`;
};

/**
 * Answers the question of a manual check, and notes which attestations were needed. Yes passes; no fails, with
 * what was found on the way and the answer itself as findings.
 */
export const attest = (
	check: CheckReport,
	live: readonly Live<AttestationEntry>[],
	failTitle: string,
): CheckReport => {
	if (check.status !== 'manual') return check;
	const mine = live.filter(attestation => isAbout(attestation, check));
	const found = mine.find(({ entry }) => entry.check !== undefined) ?? mine[0];
	if (!found) return check;
	for (const one of mine) one.used = true;
	const { entry } = found;
	const { question: _answered, ...rest } = check;
	const attestation = attestationOf(entry);
	if (entry.answer === 'yes') {
		// What was found on the way is answered with the question: shown still, and nothing to mend.
		const findings = check.findings.map(({ fix: _fix, ...finding }) => ({
			...finding,
			level: 'info' as const,
		}));
		return { ...rest, status: 'pass', evidence: said(entry), attestation, findings };
	}
	const no: Finding = {
		level: 'fail',
		message: said(entry),
		confidence: 'certain',
		at: entry.at,
		key: 'attested',
	};
	const [fingerprint = ''] = fingerprintsOf([no], { check: check.id, project: check.project });
	return {
		...rest,
		title: failTitle,
		status: 'fail',
		attestation,
		findings: [{ ...no, fingerprint, baselined: false }, ...check.findings],
	};
};
