import { isTool } from '../../../core/ci/tools.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding } from '../../../core/finding.ts';
import { inFolder } from '../../../core/folders.ts';
import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { enforcedOf } from './enforced.ts';
import type { Covering } from './scope.ts';
import { coverageNeeds, ownCoveringOf, measuredAt, shownPlace } from './scope.ts';

const serviceIn = ({ coverageServices }: Pick<Facts, 'coverageServices'>, service: 'codecov' | 'sonar') => {
	for (const [path, parsed] of coverageServices) {
		if (parsed.ok && parsed.value.service === service) return { path, ...parsed.value };
	}
	return null;
};

const hiddenNote = ({ hidden }: Covering): readonly Finding[] =>
	hidden.slice(0, 3).map(one => ({
		level: 'info',
		message: 'Part of the pipeline lies out of sight',
		confidence: 'certain',
		at: one.line > 0 ? { path: one.path, line: one.line } : { path: one.path },
		found: 'name' in one ? one.name : one.text,
		key: `hidden ${'name' in one ? one.name : one.text}`,
	}));

/** A threshold in an environment of tox, which a pipeline out of sight may run. */
const inTox = ({ ciFiles }: Pick<Facts, 'ciFiles'>, project: Project): readonly Finding[] => {
	const path = inFolder(project.path, 'tox.ini');
	const parsed = ciFiles.get(path);
	if (!parsed?.ok || parsed.value.kind !== 'tox') return [];
	return Object.entries(parsed.value.sections).flatMap(([section, options]): Finding[] => {
		const commands = options['commands'];
		const found = /--(?:cov-)?fail-under[= ](\d+)/.exec(commands?.text ?? '');
		const line = commands?.parts.findLast(({ at }) => at <= (found?.index ?? 0))?.line;
		if (!found) return [];
		return [
			{
				level: 'info',
				message: `\`[${section}]\` fails below ${found[1] ?? ''} %; whether a build runs it is out of sight`,
				confidence: 'certain',
				at: line === undefined ? { path } : { path, line },
				found: found[0],
				key: `tox ${section}`,
			},
		];
	});
};

const namesOf = (include: string): string => {
	const names = include.split(',').map(name => `\`${name.trim()}\``);
	const [first = '', ...rest] = names;
	if (rest.length === 0) return `${first} is`;
	return rest.length < 3
		? `${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1)} are`
		: `${names.slice(0, 2).join(', ')} and ${rest.length - 1} more are`;
};

export default defineCheck({
	id: 'threshold',
	spec: '2.5b',
	title: 'A build fails when coverage falls below the limit',
	failTitle: 'No build fails when coverage falls below the limit',
	severity: 'medium',
	scope: 'project',
	needs: coverageNeeds,
	check(facts, project) {
		const covering = ownCoveringOf(facts, project);
		if ('status' in covering) return covering;
		const { limit, hidden } = covering;
		const { gate, soft, configured, parts } = enforcedOf(covering);
		if (gate && gate.percent >= limit)
			return pass(`${shownPlace(gate.at)} has \`${gate.text}\`, and a build runs with it`);
		const expected = `${limit} % or more, in a build that fails below it`;
		const codecov = serviceIn(facts, 'codecov');
		const outside = codecov?.target ?? 0;
		const shared = { confidence: 'certain', expected } as const;
		const set = soft ?? configured;
		const findings: Finding[] = [];
		if (gate) {
			findings.push({
				...shared,
				level: 'warn',
				message: `The build accepts ${gate.percent} %, less than ${limit} %`,
				at: gate.at,
				found: gate.text,
				key: 'low',
			});
		} else if (set && (soft || parts.length === 0)) {
			if (!soft && hidden.length > 0) {
				return manual('Does a build measure coverage and fail below the threshold?', [
					{
						level: 'info',
						message: `The threshold is ${set.percent} %; the part of the pipeline that is here does not measure`,
						confidence: 'certain',
						at: set.at,
						found: set.text,
						key: 'configured',
					},
					...hiddenNote(covering),
				]);
			}
			findings.push({
				...shared,
				level: 'warn',
				message: soft
					? `The build measures coverage, and goes on when it is below ${set.percent} %`
					: `The threshold is ${set.percent} %, and no build measures coverage`,
				at: set.at,
				found: set.text,
				key: 'unenforced',
			});
		} else if (codecov && outside > 0) {
			findings.push({
				...shared,
				level: 'warn',
				message: `Codecov holds it to ${outside} %, outside of the build`,
				at: { path: codecov.path, line: codecov.line },
				found: `target: ${outside}%`,
				key: 'codecov',
			});
		} else if (codecov && hidden.length === 0 && parts.length === 0) {
			findings.push({
				...shared,
				level: 'warn',
				message: 'Codecov compares a change with what was there before it, and no limit is set',
				at: { path: codecov.path, line: codecov.line },
				key: 'codecov',
			});
		}
		const [part] = parts;
		if (findings.length === 0 && part) {
			findings.push({
				...shared,
				level: 'warn',
				message: `Only ${namesOf(part.include)} held to a threshold, of ${part.percent} %`,
				at: part.at,
				found: part.text,
				key: 'part',
			});
		}
		const sonar = serviceIn(facts, 'sonar');
		if (findings.length === 0 && sonar) {
			return manual('Does the quality gate of Sonar fail below the limit for coverage?', [
				{
					level: 'info',
					message: 'Sonar reads the report of coverage; its gate is kept on its server',
					confidence: 'certain',
					at: { path: sonar.path, line: sonar.line },
					key: 'sonar',
				},
			]);
		}
		const diff = facts.ci.commands.find(command => isTool(command, 'diff-cover'));
		if (findings.length === 0 && diff) {
			findings.push({
				...shared,
				level: 'warn',
				message: 'Only changed lines are held to a threshold',
				at: { path: diff.path, line: diff.line },
				found: diff.text,
				key: 'diff-cover',
			});
		}
		if (findings.length === 0 && covering.unread !== null)
			return manual(`Does \`${covering.unread}\`, which a run reads, set a threshold of ${limit} % or more?`);
		if (findings.length === 0) {
			if (hidden.length > 0)
				return manual('Does a build fail when coverage falls below a threshold?', [
					...inTox(facts, project),
					...hiddenNote(covering),
				]);
			const run = covering.runs.find(({ measures }) => measures)?.command;
			const at = run ? { path: run.path, line: run.line } : measuredAt(covering);
			findings.push({
				...shared,
				level: 'fail',
				message: 'No threshold is set, neither in a configuration nor in a command of a build',
				at: covering.config
					? { path: covering.config.path, line: covering.config.line || 1 }
					: (at ?? { path: project.manifests[0] ?? 'pyproject.toml' }),
				key: 'none',
			});
		}
		return verdictOf(findings, '');
	},
});
