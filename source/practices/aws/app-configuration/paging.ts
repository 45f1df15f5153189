import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, readNeeds, readsIn } from './judge.ts';

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html

export default defineCheck({
	id: 'paging',
	spec: '4.1/paging',
	title: 'Parameters below a path are read to the last page',
	failTitle: 'Of the parameters below a path, only the first ten are read',
	severity: 'high',
	scope: 'project',
	needs: readNeeds,
	check(facts, project) {
		const reads = readsIn(facts, project).filter(({ what }) => what === 'path');
		if (reads.length === 0) return notApplicable('Nothing reads all parameters below a path');
		const findings = reads
			.filter(({ isPaged }) => !isPaged)
			.map(read =>
				findingAt(
					read,
					'fail',
					'`get_parameters_by_path` gives at most ten parameters, and nothing here asks for the rest',
					'`get_paginator("get_parameters_by_path")`, or a loop on `NextToken`',
				),
			);
		return verdictOf(findings, 'Whatever reads the parameters below a path reads all its pages');
	},
});
