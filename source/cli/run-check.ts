import { counted } from '../core/counted.ts';
import { basename, resolve } from 'node:path';
import { decisionIds } from '../core/decisions-practice.ts';
import { messageOf, UserError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { visible } from '../core/safe-text.ts';
import { assertKnownIds } from '../core/selection.ts';
import { selectablesOf } from '../core/catalogue.ts';
import {
	applyBaseline,
	baselineText,
	goneFromBaseline,
	readBaseline,
	renewedBaseline,
} from '../report/baseline.ts';
import type { BaselineEntry } from '../report/baseline.ts';
import { filterReport } from '../report/filter.ts';
import { githubReport } from '../report/github.ts';
import { htmlReport } from '../report/html.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import { sarifReport } from '../report/sarif.ts';
import { textReport } from '../report/text.ts';
import type { CheckCommand } from './arguments.ts';
import { catalogue } from './catalogue.ts';
import type { Console } from './console.ts';
import type { ExitStatus } from './exit-status.ts';
import { statusOfReport } from './exit-status.ts';
import { writeOutputs } from './outputs.ts';

/** Refuses ids that name nothing. Throws a `UserError`. */
export const assertSelection = (
	{ only, skip }: { readonly only: readonly string[]; readonly skip: readonly string[] },
	extra: readonly string[] = [],
): void => {
	const known = selectablesOf(catalogue);
	const sections = catalogue.sections.map(({ id }) => id);
	assertKnownIds(only, known, '--only', [...sections, ...extra, ...decisionIds]);
	assertKnownIds(skip, known, '--skip', [...sections, ...decisionIds]);
};

const quoted = (path: string): string =>
	/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

const hintOf = (path: string, report: Report): string => {
	const where = path === '.' ? '' : ` ${visible(quoted(path))}`;
	const fixable = report.sections.some(({ practices }) =>
		practices.some(({ checks }) => checks.some(({ findings }) => findings.some(({ fix }) => fix))),
	);
	return fixable
		? `Fix interactively: bp-audit${where}    all safe fixes: bp-audit fix --safe${where}`
		: `Look closer: bp-audit${where}    one practice: bp-audit explain ID`;
};

const entriesIn = (file: string, text: string): readonly BaselineEntry[] => {
	const entries = readBaseline(text);
	if (entries) return entries;
	throw new UserError(`\`${file}\` is not a baseline that this version reads`, {
		tryThis: 'Make it anew: take the file away and give `--update-baseline`',
	});
};

/** Takes what was there before out of the count, and brings the file up to date where that is asked for. */
const withBaseline = async (
	report: Report,
	{ baseline: file, updateBaseline, only, skip }: CheckCommand,
	console: Console,
): Promise<Report> => {
	if (file === null) return report;
	const text = await console.readFile(file).catch((error: unknown) => {
		if (updateBaseline) return null;
		throw new UserError(messageOf(error), {
			tryThis: 'Make one: give `--update-baseline` too',
			cause: error,
		});
	});
	const before = text === null ? [] : entriesIn(file, text);
	const options = { isWhole: only.length === 0 && skip.length === 0 };
	const gone = goneFromBaseline(report, before, options);
	if (!updateBaseline) {
		if (gone.length > 0) {
			const findings = counted(gone.length, 'finding');
			console.note(
				`${findings} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone: --update-baseline takes them out`,
			);
		}
		return applyBaseline(report, before);
	}
	const after = renewedBaseline(report, before, options);
	await console.writeFile(file, baselineText(after));
	console.note(`The baseline has ${after.length} findings; it had ${before.length}`);
	return applyBaseline(report, after);
};

/** Audits once, writes the reports, and says how it went. */
export const runCheck = async (command: CheckCommand, console: Console): Promise<ExitStatus> => {
	assertSelection(command);
	const { auditOnce, changedPaths } = await console.wiring();
	const { path } = command;
	const { env } = console;
	const rev = command.rev === null ? {} : { rev: command.rev };
	const paths =
		command.changedSince === null
			? undefined
			: await changedPaths({ path, since: command.changedSince, env, ...rev });
	const full = await auditOnce({
		path,
		env,
		...rev,
		jobs: command.jobs,
		cache: command.cache,
		now: console.now,
		// Decisions are judged by what everything else finds.
		selection: {
			only: command.only.some(id => decisionIds.includes(id)) ? [] : command.only,
			skip: command.skip,
		},
		onProgress: ({ done, of }) => {
			if (!command.quiet) console.progress(`Reading ${done} of ${of} files`);
		},
		history: command.history,
		run: command.run
			? {
					against: command.changedSince,
					onStart(line, project) {
						if (!command.quiet) console.progress(visible(`Running ${line} in ${project}`));
					},
				}
			: null,
	});
	console.progress('');
	const { only, skip } = command;
	const { practices } = catalogue;
	const narrowed = filterReport(await withBaseline(full, command, console), { only, skip, practices });
	const report = paths ? filterReport(narrowed, { only: [], skip: [], practices, paths }) : narrowed;
	const name = basename(resolve(path));
	await writeOutputs(command.outputs, console, {
		text: colour => textReport(report, { name, colour }),
		json: () => jsonReport(report),
		sarif: () => sarifReport(report, catalogue.practices),
		junit: () => junitReport(report, { failsOnWarn: command.failOn === 'warn' }),
		markdown: () => markdownReport(report, { name }),
		html: () => htmlReport(report, { name, practices: catalogue.practices }),
		github: () => githubReport(report),
	});
	for (const notice of report.notices ?? []) console.note(visible(notice));
	const readable = command.outputs.some(({ format, file }) => format === 'text' && file === null);
	if (readable && !command.quiet) console.note(hintOf(path, report));
	return statusOfReport(report, command.failOn);
};
