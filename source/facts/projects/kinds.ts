import { stringsAt, tableAt } from '../../core/data.ts';
import type { PerFile, ProjectKind } from '../../core/facts.ts';
import type { IniDocument, Table } from '../../core/facts/config.ts';
import type { PythonModule } from '../../core/facts/python.ts';
import type { SetupScript } from '../../core/facts/setup-script.ts';

/** What a project's kinds are told from. */
export interface KindSources {
	/** The project's own files without tests, documentation and vendored code. */
	readonly paths: readonly string[];
	/** Production Python files among them. */
	readonly code: readonly string[];
	readonly modules: PerFile<PythonModule>;
	readonly pyproject: Table | null;
	readonly setupCfg: IniDocument | null;
	readonly setupScript: SetupScript | null;
	/** A template deploys code of the project as a Lambda function. */
	readonly isDeployedFunction: boolean;
	/** The repository says somewhere what it deploys. */
	readonly hasInfrastructure: boolean;
	/** A CI job of the repository uploads packages. */
	readonly isPublished: boolean;
	/** A Dockerfile or the like stands where the project is run from. */
	readonly hasContainer: boolean;
}

const framework =
	/^(?:fastapi|flask|django|starlette|aiohttp\.web|sanic|litestar|quart|celery|dramatiq|grpc|uvicorn|gunicorn|hypercorn)(?:\.|$)/;
const commandLine = /^(?:argparse|click|typer)(?:\.|$)/;
const handlerPath = /(?:handler|lambda_function)[^/]*(?:\/|$)|(?:^|\/)app\.py$/;
const containerFile =
	/(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.Dockerfile|(?:docker-)?compose[^/]*\.ya?ml|Procfile)$/;

export const isContainerFile = (path: string): boolean => containerFile.test(path);

const classifiersOf = ({ pyproject, setupCfg, setupScript }: KindSources): readonly string[] => [
	...stringsAt(pyproject ?? undefined, ['project', 'classifiers']),
	...stringsAt(pyproject ?? undefined, ['tool', 'poetry', 'classifiers']),
	...(setupCfg?.sections['metadata']?.options['classifiers']?.value.split('\n') ?? []),
	...(setupScript?.classifiers.map(({ value }) => value) ?? []),
];

/** What a project is; several may hold, `scripts` where none does. */
export const kindsOf = (sources: KindSources): readonly ProjectKind[] => {
	const { pyproject, setupCfg, setupScript, modules, code, paths } = sources;
	const parsed = code.flatMap(path => {
		const module = modules.get(path);
		return module?.ok === true ? [{ path, module: module.value }] : [];
	});
	const imports = (pattern: RegExp): boolean =>
		parsed.some(({ module }) =>
			module.imports.some(
				({ module: from, name }) => pattern.test(from) || (name !== null && pattern.test(`${from}.${name}`)),
			),
		);
	const table = pyproject ?? undefined;
	const hasScripts =
		tableAt(table, ['project', 'scripts']) !== undefined ||
		tableAt(table, ['tool', 'poetry', 'scripts']) !== undefined ||
		setupCfg?.sections['options.entry_points']?.options['console_scripts'] !== undefined ||
		setupScript?.hasConsoleScripts === true;

	const isBuilt = tableAt(table, ['build-system']) !== undefined || setupScript !== null;
	const isPublished = isBuilt && sources.isPublished;
	const isLambda =
		sources.isDeployedFunction ||
		paths.some(path =>
			/(?:^|\/)(?:\.chalice\/config\.json|zappa_settings\.(?:json|toml|ya?ml|py))$/.test(path),
		) ||
		// Libraries for functions have handlers of their own.
		(!isPublished &&
			(!(isBuilt && hasScripts) || sources.hasInfrastructure) &&
			parsed.some(({ path, module }) => module.handlers.length > 0 && handlerPath.test(path)));
	const isService = sources.hasContainer && imports(framework);
	const isCli =
		hasScripts ||
		code.some(path => path.endsWith('/__main__.py') || path === '__main__.py') ||
		(!isLambda &&
			!isService &&
			parsed.some(
				({ module }) =>
					module.hasMainGuard && module.imports.some(({ module: from }) => commandLine.test(from)),
			));
	const isClassified = classifiersOf(sources).some(line =>
		/^(?:Typing|Development Status|Programming Language) ::/.test(line),
	);
	const isLibrary =
		isPublished || (isBuilt && code.length > 0 && !isLambda && (isClassified || (!isService && !isCli)));

	const kinds: readonly ProjectKind[] = [
		...(isLambda ? ['lambda' as const] : []),
		...(isService ? ['service' as const] : []),
		...(isCli ? ['cli' as const] : []),
		...(isLibrary ? ['library' as const] : []),
	];
	return kinds.length > 0 ? kinds : ['scripts'];
};
