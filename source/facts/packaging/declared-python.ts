import { stringAt, stringsAt } from '../../core/data.ts';
import type { IniDocument, TomlDocument } from '../../core/facts/config.ts';
import type { DeclaredPython } from '../../core/facts/packaging.ts';
import type { SetupScript } from '../../core/facts/setup-script.ts';
import type { Place } from '../../core/finding.ts';
import { allowedMinors } from '../../core/python-versions.ts';
import { spotOf } from './document.ts';

/** The manifests of one project; null where there is none, or where it does not parse. */
export interface ProjectManifests {
	readonly pyproject: TomlDocument | null;
	readonly setupCfg: IniDocument | null;
	readonly setupScript: { readonly path: string; readonly value: SetupScript } | null;
	readonly pipfile: TomlDocument | null;
}

const declaredAs = (
	key: string,
	specifier: string,
	spot: { readonly at: Place; readonly source: string },
): DeclaredPython => ({ key, specifier, minors: allowedMinors(specifier), ...spot });

const inToml = (
	document: TomlDocument | null,
	path: readonly string[],
	key: string,
	asSpecifier: (written: string) => string = written => written,
): readonly DeclaredPython[] => {
	const written = stringAt(document?.value, path);
	if (document === null || written === undefined) return [];
	return [declaredAs(key, asSpecifier(written), spotOf(document, path))];
};

/** What the manifests say of `requires-python`, by whatever name. */
export const declaredPythons = ({
	pyproject,
	setupCfg,
	setupScript,
	pipfile,
}: ProjectManifests): readonly DeclaredPython[] => {
	const option = setupCfg?.sections['options']?.options['python_requires'];
	const script = setupScript?.value.pythonRequires;
	return [
		...inToml(pyproject, ['project', 'requires-python'], 'requires-python'),
		...inToml(pyproject, ['tool', 'poetry', 'dependencies', 'python'], 'tool.poetry.dependencies.python'),
		...inToml(
			pyproject,
			['tool', 'poetry', 'dependencies', 'python', 'version'],
			'tool.poetry.dependencies.python',
		),
		...(setupCfg && option
			? [
					declaredAs('python_requires', option.value, {
						at: { path: setupCfg.path, line: option.line },
						source: option.source,
					}),
				]
			: []),
		...(setupScript && script && script !== 'unknown'
			? [
					declaredAs('python_requires', script.value, {
						at: { path: setupScript.path, line: script.line },
						source: script.source,
					}),
				]
			: []),
		...inToml(pipfile, ['requires', 'python_full_version'], 'python_full_version', version => `==${version}`),
		...inToml(pipfile, ['requires', 'python_version'], 'python_version', version => `==${version}.*`),
	];
};

/** Where code works out the range, when nothing else says it. */
export const computedPython = (
	manifests: ProjectManifests,
	declared: readonly DeclaredPython[],
): Place | null => {
	const { pyproject, setupScript } = manifests;
	if (declared.length > 0) return null;
	if (setupScript?.value.pythonRequires === 'unknown') return { path: setupScript.path };
	const dynamic = stringsAt(pyproject?.value, ['project', 'dynamic']);
	return pyproject && dynamic.includes('requires-python')
		? spotOf(pyproject, ['project', 'dynamic']).at
		: null;
};
