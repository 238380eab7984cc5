// @codat/accounting: reads every data type that the company's package delivers, and each type's first record by its id.
import assert from 'node:assert/strict';
import { CodatAccounting } from '@codat/accounting';
import { CodatPlatform } from '@codat/platform';
import { authHeader, call, companyId, done, result, serverURL } from './calls.mjs';

const codat = new CodatAccounting({ security: { authHeader }, serverURL });
const platform = new CodatPlatform({ authHeader, serverURL });
const connectionId = (await platform.connections.list({ companyId })).results[0].id;
const delivered = new Set((await platform.integrations.get({ platformKey: 'hbql' })).datatypeFeatures.map((each) => each.dataType));
const where = { companyId, connectionId };
assert.ok(delivered.size >= 20, `only ${[...delivered]} are delivered`);

// data type, the client's word for it, and the name of an id in its calls
const types = [
  ['chartOfAccounts', 'accounts', 'accountId'],
  ['bankAccounts', 'bankAccounts', 'accountId'],
  ['billCreditNotes', 'billCreditNotes', 'billCreditNoteId'],
  ['billPayments', 'billPayments', 'billPaymentId'],
  ['bills', 'bills', 'billId'],
  ['creditNotes', 'creditNotes', 'creditNoteId'],
  ['customers', 'customers', 'customerId'],
  ['directCosts', 'directCosts', 'directCostId'],
  ['directIncomes', 'directIncomes', 'directIncomeId'],
  ['invoices', 'invoices', 'invoiceId'],
  ['items', 'items', 'itemId'],
  ['journalEntries', 'journalEntries', 'journalEntryId'],
  ['journals', 'journals', 'journalId'],
  ['payments', 'payments', 'paymentId'],
  ['purchaseOrders', 'purchaseOrders', 'purchaseOrderId'],
  ['salesOrders', 'salesOrders', 'salesOrderId'],
  ['suppliers', 'suppliers', 'supplierId'],
  ['taxRates', 'taxRates', 'taxRateId'],
  ['trackingCategories', 'trackingCategories', 'trackingCategoryId'],
  ['transfers', 'transfers', 'transferId'],
];

for (const [dataType, word, idName] of types) {
  if (!delivered.has(dataType)) {
    const none = await call(`${word}.list, not delivered`, () => codat[word].list({ ...where, page: 1, pageSize: 10 }));
    assert.deepEqual([none.statusCode, none.errorMessage.statusCode], [404, 404], word);
    continue;
  }
  const page = await result(`${word}.list`, () => codat[word].list({ ...where, page: 1, pageSize: 10, orderBy: '-modifiedDate' }));
  assert.ok(page.totalResults > 0, `${word}: nothing there`);
  assert.equal(page.results.length, Math.min(10, page.totalResults), word);
  const [first] = page.results;
  const one = await result(`${word}.get`, () => codat[word].get({ ...where, [idName]: first.id }));
  assert.equal(one.id, first.id, word);
  const found = await result(`${word}.list by id`, () => codat[word].list({ ...where, page: 1, query: `id="${first.id}" && metadata.isDeleted!=true` }));
  assert.equal(found.totalResults, 1, word);
  assert.equal(found.results[0].metadata?.isDeleted ?? false, false, word);
}

// what stands in the records can be asked for and sorted by
const unpaid = await result('invoices.list amountDue', () => codat.invoices.list({ companyId, query: 'amountDue>0 && status!=Void', orderBy: '-totalAmount' }));
assert.ok(unpaid.results.every((each) => each.amountDue > 0));
const totals = unpaid.results.map((each) => each.totalAmount);
assert.deepEqual(totals, [...totals].sort((a, b) => b - a));
const refused = await call('invoices.list malformed', () => codat.invoices.list({ companyId, query: 'amountDue>' }));
assert.equal(refused.statusCode, 400);
assert.match(refused.errorMessage.error, /Error parsing query/);

const info = await result('companyInfo.get', () => codat.companyInfo.get({ companyId }));
assert.ok(info.companyName);

if (delivered.has('bankTransactions')) {
  const accounts = (await codat.bankAccounts.list({ ...where, page: 1 })).bankAccounts.results;
  const counts = [];
  for (const account of accounts) {
    const page = await result('bankAccountTransactions.list', () => codat.bankAccountTransactions.list({ ...where, accountId: account.id, page: 1 }));
    assert.ok(page.results.every((each) => each.accountId === account.id));
    counts.push(page.totalResults);
  }
  assert.ok(counts.some((each) => each > 0));
}
if (delivered.has('balanceSheet')) {
  const sheet = await result('reports.getBalanceSheet', () => codat.reports.getBalanceSheet({ companyId, periodLength: 1, periodsToCompare: 3 }));
  assert.equal(sheet.reports.length, 3);
}
if (delivered.has('profitAndLoss')) {
  const months = await result('reports.getProfitAndLoss', () => codat.reports.getProfitAndLoss({ companyId, periodLength: 1, periodsToCompare: 3 }));
  const quarter = await result('reports.getProfitAndLoss', () => codat.reports.getProfitAndLoss({ companyId, periodLength: 3, periodsToCompare: 1 }));
  const sum = months.reports.reduce((total, each) => total + each.netProfit, 0);
  assert.equal(quarter.reports[0].netProfit.toFixed(2), sum.toFixed(2));
}
assert.equal((await call('reports.isAgedDebtorReportAvailable', () => codat.reports.isAgedDebtorReportAvailable({ companyId }))).statusCode, 200);
const debtors = await result('reports.getAgedDebtorsReport', () => codat.reports.getAgedDebtorsReport({ companyId, numberOfPeriods: 3, periodLengthDays: 30 }));
assert.ok(debtors.data.length > 0);
if (delivered.has('bills')) {
  const creditors = await result('reports.getAgedCreditorsReport', () => codat.reports.getAgedCreditorsReport({ companyId }));
  assert.ok(creditors.data.length > 0);
}

// writing is refused, and the refusal kept
const push = await result('bills.create', () => codat.bills.create({ ...where, timeoutInMinutes: 30, bill: { supplierRef: { id: 'S1' }, issueDate: '2026-01-31T00:00:00', status: 'Open', subTotal: 10, taxAmount: 2, totalAmount: 12, currency: 'GBP' } }));
assert.deepEqual([push.status, push.statusCode], ['Failed', 400]);
assert.match(push.errorMessage, /cannot be written/);
assert.match((await result('bills.getCreateUpdateModel', () => codat.bills.getCreateUpdateModel(where))).description, /cannot be written/);
done();
