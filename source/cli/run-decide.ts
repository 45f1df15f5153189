import { counted } from '../core/counted.ts';
import { practicesOf } from '../core/catalogue.ts';
import type { AttestationDecision, Decision, WaiverScope } from '../core/decision.ts';
import { UserError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import type { AttestCommand, WaiveCommand } from './arguments.ts';
import { catalogue } from './catalogue.ts';
import type { Console } from './console.ts';
import type { ExitStatus } from './exit-status.ts';

const isFingerprint = (id: string): boolean => /^[0-9a-f]{16}$/.test(id);

const ofFinding = (fingerprint: string, report: Report): WaiverScope => {
	for (const { practices } of report.sections) {
		for (const check of practices.flatMap(({ checks }) => checks)) {
			const found = check.findings.find(one => one.fingerprint === fingerprint);
			if (found) return { of: 'finding', check: check.id, fingerprint, path: found.at.path };
		}
	}
	throw new UserError(`there is no finding \`${fingerprint}\``, {
		tryThis: '`bp-audit check --format json` shows the fingerprint of each',
	});
};

/** A section is skipped, not accepted. Throws a `UserError` for one. */
const assertNoSection = (id: string): void => {
	const section = catalogue.sections.find(each => each.id === id);
	if (!section) return;
	const numbers = practicesOf(catalogue, section.practices).map(({ number }) => number);
	throw new UserError(`\`${id}\` is a whole section`, {
		tryThis:
			numbers.length === 0
				? '`bp-audit list` shows every id'
				: `Name a practice of it: ${numbers.join(', ')}`,
	});
};

const ofId = (id: string): AttestationDecision['scope'] => {
	assertNoSection(id);
	return id.includes('/') ? { of: 'check', check: id } : { of: 'practice', practice: id };
};

const scopeOfWaiver = ({ id, glob }: WaiveCommand, report: Report): WaiverScope => {
	if (isFingerprint(id)) {
		if (glob === null) return ofFinding(id, report);
		throw new UserError('one finding has its path already', { tryThis: 'Leave `--path` out' });
	}
	return { ...ofId(id), ...(glob === null ? {} : { path: glob }) };
};

const record = async (
	decisionFor: (report: Report) => Decision,
	unit: string,
	console: Console,
): Promise<ExitStatus> => {
	const { recordDecision } = await console.wiring();
	const { path, lines, matches, questions, how } = await recordDecision({
		path: '.',
		env: console.env,
		jobs: null,
		cache: true,
		now: console.now,
		decisionFor,
		onProgress: ({ done, of }) => console.progress(`Reading ${done} of ${of} files`),
	});
	console.progress('');
	console.out(`${lines.map(visible).join('\n')}\n`);
	const where = { added: 'Added to', created: 'Written to a new', replaced: 'Written anew in' }[how];
	console.note(`${where} ${path}; it takes in ${counted(matches, unit)}`);
	for (const question of questions) console.note(`Answered: ${visible(question)}`);
	console.note(`Commit it with your code: git add ${path}`);
	return 0;
};

const dated = (until: string | null): { readonly until?: string } => (until === null ? {} : { until });

/** Accepts findings, and says what was written. */
export const runWaive = async (command: WaiveCommand, console: Console): Promise<ExitStatus> =>
	record(
		report => ({
			kind: 'waiver',
			scope: scopeOfWaiver(command, report),
			reason: command.reason,
			...(command.owner === null ? {} : { owner: command.owner }),
			...dated(command.until),
		}),
		'finding',
		console,
	);

/** Answers the question of a manual check or practice, and says what was written. */
export const runAttest = async (command: AttestCommand, console: Console): Promise<ExitStatus> => {
	const scope = ofId(command.id);
	return record(
		() => ({
			kind: 'attestation',
			scope,
			answer: command.answer,
			note: command.note,
			...dated(command.until),
		}),
		'question',
		console,
	);
};
