import { definePractice } from '../../core/practice.ts';
import heavy from './lambda-imports/heavy.ts';
import layerFolder from './lambda-imports/layer-folder.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html

export default definePractice({
	number: '5.2',
	id: 'lambda-imports',
	title: 'Handlers load heavy libraries only when they need them, and layers hold what functions can import',
	failTitle: 'A cold start loads what not every call needs, or a layer holds what nobody can import',
	why:
		'Every cold start pays for all imports at the top of the handler before the first line of it runs. ' +
		'Libraries for numbers and plots take from a quarter of a second to several, and since August 2025 that time is billed too.',
	remedy:
		'Import a heavy library inside the function that needs it when most calls do without, and take a lighter one where it is needed for little. ' +
		'Keep `boto3` and the like at the top: they are used by every call, and kept between calls.',
	example: {
		language: 'python',
		text: [
			'def handler(event: dict[str, Any], context: object) -> dict[str, Any]:',
			'    if event["type"] == "report":',
			'        return report(event["rows"])',
			'    return {}',
			'',
			'',
			'def report(rows: list[dict[str, Any]]) -> dict[str, Any]:',
			'    import pandas as pd',
			'',
			'    return pd.DataFrame(rows).describe().to_dict()',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
		'https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html',
	],
	errata: [
		'The checklist wants scientific libraries in layers; a layer does not make a cold start shorter, so a function without one is not a finding',
		'A library that every call needs is a note: a lazy import would only move its cost into the first request',
		'`PL` in the checklist’s selection of ruff holds PLC0415, which speaks against imports in functions; `banned-module-level-imports` of ruff exempts the libraries that it names from it',
	],
	seeAlso: ['0.7', '5.1'],
	checks: [heavy, layerFolder],
});
