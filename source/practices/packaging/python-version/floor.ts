import type { Project } from '../../../core/facts.ts';
import type { DeclaredPython, NamedPython } from '../../../core/facts/packaging.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Verdict } from '../../../core/practice.ts';
import { defineCheck, notApplicable, manual, pass, verdictOf } from '../../../core/practice.ts';
import { nameOfMinor, wantedMinor } from '../../../core/python-versions.ts';
import { isLibrary, missingAt, packagingOf } from './scope.ts';

const wanted = nameOfMinor(wantedMinor);

const judgeRange = (declared: DeclaredPython, project: Project): Verdict => {
	const { key, specifier, minors, at, source } = declared;
	if (minors === null || minors.length === 0) {
		return manual(`Does \`${key} = ${specifier}\` ask for Python ${wanted} or newer?`);
	}
	const lowest = minors[0] ?? 0;
	if (lowest >= wantedMinor) {
		return pass(`\`${key}\` is \`${specifier}\`: the oldest Python it allows is ${nameOfMinor(lowest)}`);
	}
	const excludes = !minors.some(minor => minor >= wantedMinor);
	const message = excludes
		? `\`${key}\` allows nothing newer than ${nameOfMinor(minors.at(-1) ?? 0)}`
		: `\`${key}\` allows Python ${nameOfMinor(lowest)}`;
	const finding: Finding = {
		level: excludes || !isLibrary(project) ? 'fail' : 'warn',
		message,
		confidence: 'certain',
		at,
		found: source || specifier,
		expected: `>=${wanted}`,
		key: 'floor',
	};
	return verdictOf([finding], '', excludes ? 'high' : 'medium');
};

/** Without a declared range, what the program is run with says something. */
const judgeUndeclared = (project: Project, named: readonly NamedPython[]): Verdict => {
	const chosen = named.filter(({ use }) => use === 'deploy' || use === 'environment');
	// Loose files with nothing that installs or runs them: there is no project whose version could be settled.
	if (!project.declared && chosen.length === 0)
		return notApplicable('No manifest makes a project of these files');
	const old = chosen.find(({ minor }) => minor < wantedMinor);
	const settled = chosen.length > 0 && !old;
	const finding: Finding = {
		level: settled ? 'warn' : 'fail',
		message: settled
			? `Python ${chosen[0]?.version ?? ''} is chosen to run it, and no manifest declares a version`
			: old
				? `No manifest declares a Python version, and ${old.version} is chosen to run it`
				: 'No manifest declares a Python version',
		confidence: 'certain',
		at: { path: missingAt(project) },
		expected: `requires-python = ">=${wanted}"`,
		key: 'undeclared',
	};
	return verdictOf([finding], '', 'medium');
};

export default defineCheck({
	id: 'floor',
	spec: '0.1a',
	title: 'Python 3.13 is the oldest version allowed',
	failTitle: 'Python older than 3.13 is allowed, or no version is declared',
	severity: 'medium',
	scope: 'project',
	needs: ['packaging', 'projects', 'paths', 'toml', 'ini'],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		const { declared, computed, named } = found.packaging;
		const [first] = declared;
		if (first) return judgeRange(first, project);
		if (computed) {
			return manual(
				`Does \`${computed.path}\`, which works the range out by code, ask for Python ${wanted} or newer?`,
			);
		}
		if (facts.paths.has('pants.toml'))
			return manual(`Do the interpreter constraints of \`pants.toml\` ask for Python ${wanted} or newer?`);
		return judgeUndeclared(project, named);
	},
});
