// An officer takes the office's own workbook of past awards into the register: what
// cannot be read is named, who is doubtful is decided, all is entered at once.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { deflateRawSync, crc32 } from 'node:zlib'
import { startDemo, startBrowser, openPage, asRole, violations, picture, overflow, widths } from './harness.mjs'

const base = '/so-khen-thuong/u-da-nang/nhap'
let demo, browser

/** A zip of files, as an .xlsx is one. */
function zip(files) {
  const parts = [], list = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text), packed = deflateRawSync(content), path = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(content), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt16LE(path.length, 22)
    parts.push(Buffer.from('PK\x03\x04'), head, path, packed)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(at, 10)
    list.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head, more, path)
    at += 30 + path.length + packed.length
  }
  const directory = Buffer.concat(list), end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end])
}

/** A workbook with one worksheet of rows; a number is a number. */
function workbook(rows) {
  const ns = 'http://schemas.openxmlformats.org/'
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const cell = (value, c, r) => {
    const ref = String.fromCharCode(65 + c) + (r + 1)
    if (value === '') return ''
    return typeof value === 'number' ? `<c r="${ref}"><v>${value}</v></c>` : `<c r="${ref}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`
  }
  return zip({
    '[Content_Types].xml': `<Types xmlns="${ns}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${ns}package/2006/relationships"><Relationship Id="rId1" Type="${ns}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${ns}spreadsheetml/2006/main" xmlns:r="${ns}officeDocument/2006/relationships"><sheets><sheet name="Khen thưởng" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${ns}package/2006/relationships"><Relationship Id="rId1" Type="${ns}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${ns}spreadsheetml/2006/main"><sheetData>${rows.map((row, r) => `<row r="${r + 1}">${row.map((v, c) => cell(v, c, r)).join('')}</row>`).join('')}</sheetData></worksheet>`,
  })
}

const head = ['STT', 'Họ và tên', 'Năm sinh', 'Đơn vị', 'Danh hiệu', 'Năm', 'Số quyết định', 'Ngày quyết định']
const file = (name, rows) => ({ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: workbook([['DANH SÁCH KHEN THƯỞNG'], head, ...rows]) })

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function sound(page, name) {
  assert.deepEqual(await violations(page), [], name)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    assert.ok(await overflow(page) <= 0, `${name} at ${width} stands outside the window`)
  }
  await picture(page, name)
}

test('an officer takes a list from the file into the register', async () => {
  const { page, context, faults } = await openPage(browser, demo.address)
  await asRole(page, 'da-nang-chuyen-vien')
  const send = async (f) => {
    await page.goto(base)
    await page.setInputFiles('input[type=file]', f)
    await page.getByRole('button', { name: 'Gửi danh sách' }).click()
  }
  await page.goto(base)
  await sound(page, 'danh-sach-trong')

  await send(file('sai.xlsx', [[1, 'Trần Thị Đào', 1975, 'Văn phòng', 'Bằng khen', 2021, '1/QĐ', '31/02/2022'], [2, 'Lê Văn Tám', 1980, 'Văn phòng', 'LĐTT', 2021, '2/QĐ', '5/1/2022']]))
  await page.getByText('tệp có 2 chỗ sai').waitFor()
  await page.getByText('Không có ngày 31/02/2022').first().waitFor()
  await sound(page, 'danh-sach-sai')
  faults.length = 0 // the browser notes the 422

  await send(file('khen-thuong-cu.xlsx', [
    [1, 'Trần Thị Đào', 1975, 'Văn phòng', 'CSTĐCS', 2021, '1/QĐ', '5/1/2022'],
    [2, 'Lê Văn Tám', 1980, 'Văn phòng', 'LĐTT', 2021, '2/QĐ', '5/1/2022'],
    [3, 'Nguyễn Thị Hòa', 1982, 'Thanh tra', 'Giấy khen', 2021, '3/QĐ', '5/1/2022'],
    ['', 'Tổng cộng: 3'],
  ]))
  await page.getByText('Chưa ghi gì vào sổ.', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: 'Ghi vào sổ' }).click()
  await page.getByText('Đã ghi 3 dòng vào sổ, mở 3 hồ sơ mới.').waitFor()
  await sound(page, 'danh-sach-da-ghi')

  await send(file('khen-thuong-moi.xlsx', [
    [1, 'TRAN THI DAO', 1975, 'Văn phòng', 'CSTĐCS', 2022, '11/QĐ', '5/1/2023'],
    [2, 'Lê Văn Tám', 1980, 'Phòng Tổ chức', 'LĐTT', 2022, '12/QĐ', '5/1/2023'],
    [3, 'Nguyễn Thị Hòa', '', 'Thanh tra', 'LĐTT', 2022, '12/QĐ', '5/1/2023'],
    [4, 'Phạm Văn Mới', 1990, 'Thanh tra', 'LĐTT', 2022, '12/QĐ', '5/1/2023'],
  ]))
  await page.getByRole('heading', { name: 'Cần quyết định: ai là ai' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Ghi vào sổ' }).count(), 0)
  await sound(page, 'danh-sach-quyet-dinh')
  await page.getByRole('radio', { name: 'Lê Văn Tám' }).check()
  await page.getByRole('radio', { name: 'Nguyễn Thị Hòa' }).check()
  await page.getByRole('button', { name: 'Lưu quyết định' }).click()
  await page.getByText('Đã lưu 2 quyết định.').waitFor()
  await sound(page, 'danh-sach-san-sang')
  await page.getByRole('button', { name: 'Ghi vào sổ' }).click()
  await page.getByText('Đã ghi 4 dòng vào sổ, mở 1 hồ sơ mới.').waitFor()

  await page.goto('/so-khen-thuong/u-da-nang/trung-lap')
  await sound(page, 'trung-lap')
  assert.deepEqual(faults, [])
  await context.close()
})
