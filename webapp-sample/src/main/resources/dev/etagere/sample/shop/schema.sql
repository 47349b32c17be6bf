create table if not exists category (
  id varchar(40) primary key,
  name varchar(80) not null
);
create table if not exists product (
  id int primary key,
  name varchar(120) not null,
  category varchar(40) not null references category (id),
  price decimal(9, 2) not null,
  stock int not null check (stock >= 0),
  description varchar(400) not null,
  changed timestamp with time zone not null,
  version int not null
);
create index if not exists product_by_category on product (category);
create table if not exists customer (
  login varchar(40) primary key,
  name varchar(80) not null,
  department varchar(40) not null
);
create table if not exists purchase (
  id int generated always as identity primary key,
  customer varchar(40) not null references customer (login),
  placed timestamp with time zone not null,
  product int not null references product (id),
  product_name varchar(120) not null,
  quantity int not null,
  price decimal(9, 2) not null
);
create index if not exists purchase_by_customer on purchase (customer, placed);
create index if not exists purchase_by_product on purchase (product);
create table if not exists at_work (
  id int primary key
);
