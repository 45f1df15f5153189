import { folderOf, nearestTo, upward } from '../../../core/folders.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { stubPackages, stubSpelling } from '../../../core/stub-packages.ts';
import { declaredIn, unmanaged } from './scope.ts';

const importOf: Readonly<Record<string, string>> = {
	'python-dateutil': 'dateutil',
	pyyaml: 'yaml',
	'psycopg2-binary': 'psycopg2',
};

export default defineCheck({
	id: 'stubs',
	spec: '2.7a',
	title: 'Dependencies without type hints have their stubs installed',
	failTitle: 'Stubs of a dependency without type hints are missing',
	severity: 'info',
	scope: 'project',
	needs: ['devDependencies', 'packaging', 'toolPins', 'mypyConfigs', 'preCommit', 'files', 'modules'],
	check(facts, project) {
		if (!project.declared) return notApplicable(unmanaged);
		const declared = declaredIn(facts, project);
		const config = nearestTo(facts.mypyConfigs, project.path);
		if (!config && !declared.has('mypy')) return notApplicable('mypy is not in use');
		if (config?.options['ignore_missing_imports'] === true)
			return notApplicable(`\`${config.path}\` has \`ignore_missing_imports\` on for every module`);
		const folders = upward(project.path);
		const inHooks = new Set(
			[...facts.preCommit].flatMap(([path, parsed]) =>
				parsed.ok && folders.includes(folderOf(path))
					? parsed.value.hooks.flatMap(hook =>
							hook.additionalDependencies.map(name => /^[\w-]+/.exec(name)?.[0].toLowerCase() ?? ''),
						)
					: [],
			),
		);
		const own = facts.packaging.get(project.path)?.requirements.filter(({ isRuntime }) => isRuntime) ?? [];
		// The manifest and a list beside it may name the same one.
		const once = own.filter(({ name }, at) => own.findIndex(other => other.name === name) === at);
		const files = filesIn(facts.modules, facts, project);
		// A list that was frozen names what other packages need; mypy never looks at that.
		const isImported = (name: string): boolean =>
			files.length === 0 ||
			files.some(({ value }) =>
				value.imports.some(({ module }) => module.split('.')[0] === (importOf[name] ?? name)),
			);
		const known = once.flatMap(({ name, at }) => {
			const stubs = Object.hasOwn(stubPackages, name) ? stubPackages[name] : undefined;
			return stubs && isImported(name) ? [{ name, at, stubs }] : [];
		});
		if (known.length === 0)
			return notApplicable('no dependency that the code imports is known to need stubs');
		const ignored = (name: string): boolean =>
			config?.overrides.some(
				({ modules, options }) =>
					options['ignore_missing_imports'] === true &&
					modules.some(module => module.replace(/\.\*$/, '') === (importOf[name] ?? name)),
			) === true;
		const isDeclared = ({ name, stubs }: (typeof known)[number]): boolean =>
			stubs.some(stub => declared.has(stub) || inHooks.has(stub)) ||
			(name === 'boto3' && [...declared.keys()].some(other => other.startsWith('mypy-boto3-')));
		const findings: Finding[] = known.flatMap(one => {
			const { name, at, stubs } = one;
			const isThere = isDeclared(one) || ignored(name);
			const stub = stubSpelling[stubs[0]] ?? stubs[0];
			return isThere
				? []
				: [
						{
							level: 'warn' as const,
							message: `\`${name}\` has no type hints of its own, and \`${stub}\` is not declared`,
							confidence: 'certain' as const,
							at,
							expected: `\`${stub}\` among the development dependencies`,
							key: `missing ${stub}`,
						},
					];
		});
		const namesOf = (some: typeof known): string => some.map(({ name }) => `\`${name}\``).join(', ');
		const [there, without] = [known.filter(isDeclared), known.filter(one => !isDeclared(one))];
		return verdictOf(
			findings,
			[
				...(there.length > 0 ? [`stubs of ${namesOf(there)} are declared`] : []),
				...(without.length > 0 ? [`\`${config?.path ?? ''}\` leaves ${namesOf(without)} without types`] : []),
			].join(', and '),
		);
	},
});
